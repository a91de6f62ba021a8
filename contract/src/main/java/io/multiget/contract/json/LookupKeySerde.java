package io.multiget.contract.json;

import io.multiget.contract.LookupKey;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/** {@code seller:42}: the lookup's name, which holds no colon, and the key. */
public final class LookupKeySerde implements Serde<LookupKey> {
    private static final char SEPARATOR = ':';

    @Override
    public Serializer<LookupKey> serializer() {
        return (topic, key) ->
                key == null ? null : (key.lookup() + SEPARATOR + key.key()).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Deserializer<LookupKey> deserializer() {
        return (topic, bytes) -> bytes == null ? null : read(topic, new String(bytes, StandardCharsets.UTF_8));
    }

    private static LookupKey read(String topic, String text) {
        int colon = text.indexOf(SEPARATOR);
        if (colon < 1) {
            throw new SerializationException("a key of " + topic + " names no lookup: " + text);
        }
        return new LookupKey(text.substring(0, colon), text.substring(colon + 1));
    }
}
