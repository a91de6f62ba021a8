package io.multiget.runner.broker;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.image.loader.LoaderManifest;
import org.apache.kafka.image.publisher.MetadataPublisher;
import org.apache.kafka.metadata.BrokerRegistration;

/**
 * The registration that a killed broker leaves behind, from which it still leads its partitions until the controller has
 * fenced it. Told by the metadata loader's thread, waited for by another.
 */
final class FormerSelf implements MetadataPublisher {
    private final int broker;
    private final CountDownLatch gone = new CountDownLatch(1);

    FormerSelf(int broker) {
        this.broker = broker;
    }

    @Override
    public String name() {
        return "former-self-" + broker;
    }

    @Override
    public void onMetadataUpdate(MetadataDelta delta, MetadataImage image, LoaderManifest manifest) {
        BrokerRegistration registration = image.cluster().broker(broker);
        if (registration == null || registration.fenced()) {
            gone.countDown();
        }
    }

    @Override
    public void close() {
        // Holds nothing.
    }

    /** Returns at once where there is none. @return whether it has gone within {@code patience} */
    boolean awaitGone(Duration patience) throws InterruptedException {
        return gone.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }
}
