package io.multiget.enricher.lookup;

import io.multiget.contract.RecordEvent;
import io.multiget.contract.json.RecordEventSerde;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/**
 * How the task's own stores keep their values: binary, as they are written once a line and read by nobody else. The
 * first byte is the format's version.
 */
final class StoreSerdes {
    /** The first version of progress that counts withdrawn lines. */
    private static final int WITHDRAWN_COUNTED = 3;

    /** How many counters a lookup had in progress of version 1; from version 2 on it says so itself. */
    private static final int COUNTERS_OF_VERSION_1 = 5;

    private static final RecordEventSerde EVENT = new RecordEventSerde();

    private StoreSerdes() {}

    static Serde<PendingKey> pendingKey() {
        return Serdes.serdeFrom(
                (topic, key) -> key == null
                        ? null
                        : putAttempt(28, key.upload(), key.attempt())
                                .putLong(key.row())
                                .array(),
                (topic, bytes) -> {
                    if (bytes == null) {
                        return null;
                    }
                    ByteBuffer in = ByteBuffer.wrap(bytes);
                    return new PendingKey(new UUID(in.getLong(), in.getLong()), in.getInt(), in.getLong());
                });
    }

    static Serde<AttemptKey> attemptKey() {
        return Serdes.serdeFrom(
                (topic, key) -> key == null
                        ? null
                        : putAttempt(20, key.upload(), key.attempt()).array(),
                (topic, bytes) -> {
                    if (bytes == null) {
                        return null;
                    }
                    ByteBuffer in = ByteBuffer.wrap(bytes);
                    return new AttemptKey(new UUID(in.getLong(), in.getLong()), in.getInt());
                });
    }

    private static ByteBuffer putAttempt(int size, UUID upload, int attempt) {
        return ByteBuffer.allocate(size)
                .putLong(upload.getMostSignificantBits())
                .putLong(upload.getLeastSignificantBits())
                .putInt(attempt);
    }

    static Serde<Pending> pending() {
        return versioned(1, StoreSerdes::writePending, (in, version) -> readPending(in));
    }

    static Serde<Progress> progress() {
        return versioned(3, StoreSerdes::writeProgress, StoreSerdes::readProgress);
    }

    private static void writePending(DataOutputStream out, Pending pending) throws IOException {
        writeText(out, pending.key());
        out.writeLong(pending.timestamp());
        byte[] event = EVENT.serializer().serialize("", pending.enrichment().event());
        out.writeInt(event.length);
        out.write(event);
        out.writeInt(pending.enrichment().answers().size());
        for (Map.Entry<String, Map<String, @Nullable Object>> answer :
                pending.enrichment().answers().entrySet()) {
            writeText(out, answer.getKey());
            out.writeInt(answer.getValue().size());
            for (Map.Entry<String, @Nullable Object> field : answer.getValue().entrySet()) {
                writeText(out, field.getKey());
                writeScalar(out, field.getValue());
            }
        }
    }

    private static Pending readPending(DataInputStream in) throws IOException {
        String key = readText(in);
        long timestamp = in.readLong();
        RecordEvent event = EVENT.deserializer().deserialize("", in.readNBytes(in.readInt()));
        Map<String, Map<String, @Nullable Object>> answers = new LinkedHashMap<>();
        for (int lookups = in.readInt(); lookups > 0; lookups--) {
            String lookup = readText(in);
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            for (int count = in.readInt(); count > 0; count--) {
                fields.put(readText(in), readScalar(in));
            }
            answers.put(lookup, fields);
        }
        return new Pending(key, timestamp, new Enrichment(event, answers, Optional.empty()));
    }

    private static void writeProgress(DataOutputStream out, Progress progress) throws IOException {
        out.writeLong(progress.enriched);
        out.writeLong(progress.withdrawn);
        out.writeLong(progress.pending);
        out.writeLong(progress.touchedAt);
        out.writeInt(progress.rejected.size());
        for (Map.Entry<Progress.Cause, Long> cause : progress.rejected.entrySet()) {
            out.writeUTF(cause.getKey().stage());
            out.writeUTF(cause.getKey().code());
            out.writeLong(cause.getValue());
        }
        out.writeInt(Progress.Counter.values().length);
        out.writeInt(progress.lookups.size());
        for (Map.Entry<String, long[]> lookup : progress.lookups.entrySet()) {
            out.writeUTF(lookup.getKey());
            for (long count : lookup.getValue()) {
                out.writeLong(count);
            }
        }
    }

    private static Progress readProgress(DataInputStream in, int version) throws IOException {
        Progress progress = new Progress();
        progress.enriched = in.readLong();
        progress.withdrawn = version < WITHDRAWN_COUNTED ? 0 : in.readLong();
        progress.pending = in.readLong();
        progress.touchedAt = in.readLong();
        for (int causes = in.readInt(); causes > 0; causes--) {
            progress.rejected.put(new Progress.Cause(in.readUTF(), in.readUTF()), in.readLong());
        }
        int counters = version == 1 ? COUNTERS_OF_VERSION_1 : in.readInt();
        for (int lookups = in.readInt(); lookups > 0; lookups--) {
            String lookup = in.readUTF();
            for (int i = 0; i < counters; i++) {
                progress.add(lookup, Progress.Counter.values()[i], in.readLong());
            }
        }
        return progress;
    }

    private static void writeScalar(DataOutputStream out, @Nullable Object value) throws IOException {
        if (value == null) {
            out.writeByte('0');
        } else if (value instanceof String text) {
            out.writeByte('s');
            writeText(out, text);
        } else if (value instanceof Long number) {
            out.writeByte('l');
            out.writeLong(number);
        } else if (value instanceof BigDecimal number) {
            out.writeByte('d');
            writeText(out, number.toString());
        } else if (value instanceof Boolean truth) {
            out.writeByte(truth ? 't' : 'f');
        } else {
            throw new IllegalArgumentException("not a field's value: " + value.getClass());
        }
    }

    private static @Nullable Object readScalar(DataInputStream in) throws IOException {
        int type = in.readUnsignedByte();
        return switch (type) {
            case '0' -> null;
            case 's' -> readText(in);
            case 'l' -> in.readLong();
            case 'd' -> new BigDecimal(readText(in));
            case 't' -> Boolean.TRUE;
            case 'f' -> Boolean.FALSE;
            default -> throw new IOException("unknown type of value: " + type);
        };
    }

    /** Not {@code writeUTF}: a text may be longer than 64 KiB. */
    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String readText(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }

    private interface Writer<T> {
        void write(DataOutputStream out, T value) throws IOException;
    }

    private interface Reader<T> {
        T read(DataInputStream in, int version) throws IOException;
    }

    /** @param newest the version that is written; older ones can be read, too */
    private static <T> Serde<T> versioned(int newest, Writer<T> writer, Reader<T> reader) {
        return Serdes.serdeFrom(
                (topic, value) -> value == null ? null : write(newest, writer, value),
                (topic, bytes) -> bytes == null ? null : read(newest, reader, bytes));
    }

    private static <T> byte[] write(int version, Writer<T> writer, T value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        bytes.write(version);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            writer.write(out, value);
        } catch (IOException impossibleInMemory) {
            throw new UncheckedIOException(impossibleInMemory);
        }
        return bytes.toByteArray();
    }

    private static <T> T read(int newest, Reader<T> reader, byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readUnsignedByte();
            if (version < 1 || version > newest) {
                throw new SerializationException("version " + version + " of a store's value is not known here");
            }
            return reader.read(in, version);
        } catch (IOException e) {
            throw new SerializationException("cannot read a store's value", e);
        }
    }
}
