package io.multiget.ingest.status;

import io.multiget.contract.Topics;
import io.multiget.contract.Upload;
import io.multiget.contract.UploadStatus;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Every upload and every status, of all instances, as far as this one has read them. Answers from memory; safe for any
 * thread. While it is being restored it knows nothing, and says so with {@link NotRestoredException}.
 */
public final class UploadStore {
    /** Not all is known yet: what is not found may well be there, and what is counted may be more. */
    public static final class NotRestoredException extends RuntimeException {
        public NotRestoredException() {
            super("the status store is being restored", null, false, false);
        }
    }

    /** An upload's place in the list of all. */
    record Place(Instant createdAt, String id) {}

    private static final Comparator<Place> NEWEST_FIRST =
            Comparator.comparing(Place::createdAt).reversed().thenComparing(Place::id);

    private final ConcurrentSkipListSet<Place> places = new ConcurrentSkipListSet<>(NEWEST_FIRST);
    private final List<Consumer<UUID>> listeners = new CopyOnWriteArrayList<>();
    private final Stores stores;

    /** Opens the stores of {@link UploadStoreTopology}. */
    @FunctionalInterface
    interface Stores {
        /** @throws NotRestoredException it is not whole at the moment */
        <V> ReadOnlyKeyValueStore<String, V> open(String name);
    }

    UploadStore(Stores stores) {
        this.stores = stores;
    }

    Optional<UploadStatus> status(UUID id) {
        return Optional.ofNullable(
                stores.<UploadStatus>open(UploadStoreTopology.STATUSES).get(id.toString()));
    }

    Optional<Upload> upload(UUID id) {
        return Optional.ofNullable(
                stores.<Upload>open(UploadStoreTopology.UPLOADS).get(id.toString()));
    }

    /** The ids of all uploads, newest first; those after the given one, if there is one. */
    Stream<UUID> newestFirst(@Nullable Upload after) {
        stores.open(UploadStoreTopology.UPLOADS);
        return (after == null ? places : places.tailSet(place(after), false))
                .stream().map(Place::id).map(UUID::fromString);
    }

    /** Calls the listener with each upload that has changed, in the thread that fills the stores; it returns at once. */
    void onChange(Consumer<UUID> listener) {
        listeners.add(listener);
    }

    /** To be called with each record of {@link Topics#UPLOADS}. */
    void uploadSeen(String id, @Nullable Upload upload) {
        if (upload == null) {
            places.removeIf(place -> place.id().equals(id));
        } else if (upload.createdAt() != null) {
            places.add(place(upload));
        }
        tell(id);
    }

    /** To be called with each record of {@link Topics#UPLOAD_STATUS}. */
    void statusSeen(String id, @Nullable UploadStatus status) {
        tell(id);
    }

    private static Place place(Upload upload) {
        return new Place(upload.createdAt(), upload.uploadId().toString());
    }

    private void tell(String id) {
        UploadId.parse(id).ifPresent(uuid -> listeners.forEach(listener -> listener.accept(uuid)));
    }
}
