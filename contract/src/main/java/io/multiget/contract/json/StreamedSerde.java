package io.multiget.contract.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/** A JSON object written and read member by member, without a tree. Stateless, safe for any thread. */
abstract class StreamedSerde<T> implements Serde<T> {
    private static final int USUAL_SIZE = 256;

    /** Writes the members; the object's braces are written around them. */
    abstract void writeMembers(JsonGenerator out, T value) throws IOException;

    /** Reads from the object's opening brace, on which the parser stands, to its end. */
    abstract T readObject(JsonParser in) throws IOException;

    @Override
    public Serializer<T> serializer() {
        return (topic, value) -> value == null ? null : write(topic, value);
    }

    @Override
    public Deserializer<T> deserializer() {
        return (topic, bytes) -> bytes == null ? null : read(topic, bytes);
    }

    private byte[] write(String topic, T value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_SIZE);
        try (JsonGenerator out = Json.FACTORY.createGenerator(bytes)) {
            out.writeStartObject();
            writeMembers(out, value);
            out.writeEndObject();
        } catch (IOException e) {
            throw new SerializationException("cannot write a record of " + topic, e);
        }
        return bytes.toByteArray();
    }

    private T read(String topic, byte[] bytes) {
        try (JsonParser in = Json.FACTORY.createParser(bytes)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw new SerializationException("a record of " + topic + " is not a JSON object");
            }
            T value = readObject(in);
            if (in.nextToken() != null) {
                throw new SerializationException("a record of " + topic + " goes on after its JSON object");
            }
            return value;
        } catch (IOException | IllegalArgumentException e) {
            throw new SerializationException("cannot read a record of " + topic + ": " + e.getMessage(), e);
        }
    }

    static <V> V required(V value, String name) {
        if (value == null) {
            throw new IllegalArgumentException("member " + name + " is missing");
        }
        return value;
    }
}
