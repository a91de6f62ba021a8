package io.multiget.enricher.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.multiget.contract.LookupCounts;
import io.multiget.contract.Reject;
import io.multiget.contract.UploadProgress;
import io.multiget.enricher.http.KeyResult;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.UUID;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

class StoreSerdesTest {
    private static final AttemptKey ATTEMPT = new AttemptKey(new UUID(1, 2), 1);

    private final Serde<Progress> serde = StoreSerdes.progress();

    @Test
    void shouldKeepEveryCounterOfProgress() {
        Progress progress = new Progress();
        progress.enriched = 7;
        progress.withdrawn = 3;
        progress.reject(new Reject("item", "refused", "no"));
        progress.hear("item", new KeyResult.NotFound(), true);
        progress.hear("seller", new KeyResult.NotFound(), false);
        progress.add("item", Progress.Counter.CALLS, 4);

        Progress kept = read(serde.serializer().serialize("progress", progress));

        assertThat(message(kept)).isEqualTo(message(progress));
        assertThat(message(kept).lookups())
                .containsExactly(
                        new LookupCounts("item", 4, 0, 0, 0, 1, 1), new LookupCounts("seller", 0, 1, 0, 0, 1, 0));
    }

    @Test
    void shouldReadProgressOfBeforeLinesWereWithdrawn() throws IOException {
        Progress kept = read(progress(2));

        assertThat(kept.enriched).isEqualTo(70);
        assertThat(kept.withdrawn).isZero();
        assertThat(message(kept).lookups())
                .containsExactly(
                        new LookupCounts("item", 1, 2, 3, 4, 5, 6), new LookupCounts("seller", 1, 2, 3, 4, 5, 6));
    }

    @Test
    void shouldReadProgressOfBeforeKeysWereCounted() throws IOException {
        Progress kept = read(progress(1));

        assertThat(kept.enriched).isEqualTo(70);
        assertThat(message(kept).lookups())
                .containsExactly(
                        new LookupCounts("item", 1, 2, 3, 4, 5, 0), new LookupCounts("seller", 1, 2, 3, 4, 5, 0));
    }

    @Test
    void shouldRefuseProgressOfAVersionItDoesNotKnow() throws IOException {
        byte[] newer = progress(4);

        assertThatThrownBy(() -> read(newer))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("version 4");
    }

    private Progress read(byte[] bytes) {
        return serde.deserializer().deserialize("progress", bytes);
    }

    private static UploadProgress message(Progress progress) {
        return progress.toMessage(ATTEMPT, "books-0", null);
    }

    /** Two lookups in an old layout: the first had no counter of keys asked, and neither one of withdrawn lines. */
    private static byte[] progress(int version) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(version);
            out.writeLong(70);
            out.writeLong(0);
            out.writeLong(99);
            out.writeInt(0);
            int counters = version == 1 ? 5 : 6;
            if (version > 1) {
                out.writeInt(counters);
            }
            out.writeInt(2);
            for (String lookup : new String[] {"item", "seller"}) {
                out.writeUTF(lookup);
                for (long count = 1; count <= counters; count++) {
                    out.writeLong(count);
                }
            }
        }
        return bytes.toByteArray();
    }
}
