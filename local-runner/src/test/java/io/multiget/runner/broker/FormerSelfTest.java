package io.multiget.runner.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.kafka.common.metadata.BrokerRegistrationChangeRecord;
import org.apache.kafka.common.metadata.RegisterBrokerRecord;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.image.MetadataProvenance;
import org.apache.kafka.image.loader.LogDeltaManifest;
import org.apache.kafka.metadata.BrokerRegistrationFencingChange;
import org.apache.kafka.raft.LeaderAndEpoch;
import org.junit.jupiter.api.Test;

class FormerSelfTest {
    private static final int BROKER = 1;
    private static final long EPOCH = 44;

    private final FormerSelf former = new FormerSelf(BROKER);
    private MetadataImage image = MetadataImage.EMPTY;

    @Test
    void shouldBeGoneWhereThereWasNone() throws InterruptedException {
        tell(new MetadataDelta.Builder().setImage(image).build());

        assertThat(former.awaitGone(Duration.ZERO)).isTrue();
    }

    @Test
    void shouldBeThereUntilItIsFenced() throws InterruptedException {
        MetadataDelta killed = new MetadataDelta.Builder().setImage(image).build();
        killed.replay(new RegisterBrokerRecord()
                .setBrokerId(BROKER)
                .setBrokerEpoch(EPOCH)
                .setFenced(false));
        tell(killed);
        assertThat(former.awaitGone(Duration.ZERO)).isFalse();

        MetadataDelta fencing = new MetadataDelta.Builder().setImage(image).build();
        fencing.replay(new BrokerRegistrationChangeRecord()
                .setBrokerId(BROKER)
                .setBrokerEpoch(EPOCH)
                .setFenced(BrokerRegistrationFencingChange.FENCE.value()));
        tell(fencing);

        assertThat(former.awaitGone(Duration.ZERO)).isTrue();
    }

    @Test
    void shouldKnowNothingBeforeItIsTold() throws InterruptedException {
        assertThat(former.awaitGone(Duration.ZERO)).isFalse();
    }

    private void tell(MetadataDelta delta) {
        image = delta.apply(MetadataProvenance.EMPTY);
        former.onMetadataUpdate(
                delta,
                image,
                LogDeltaManifest.newBuilder()
                        .provenance(MetadataProvenance.EMPTY)
                        .leaderAndEpoch(LeaderAndEpoch.UNKNOWN)
                        .numBatches(1)
                        .elapsedNs(0)
                        .numBytes(0)
                        .build());
    }
}
