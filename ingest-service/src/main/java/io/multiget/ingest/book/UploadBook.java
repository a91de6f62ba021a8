package io.multiget.ingest.book;

import io.multiget.contract.Topics;
import io.multiget.contract.Upload;
import io.multiget.ingest.kafka.Transaction;
import io.multiget.ingest.kafka.TransactionalWriter;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * The uploads this instance owns, as the {@code uploads} topic has them. Every change is a committed record before anybody
 * sees it, and the changes of one upload come one after the other, whoever makes them. Safe for any thread.
 */
public final class UploadBook implements AutoCloseable {
    /** Above the coordinator's timeout of a transaction that a killed process left open. */
    private static final Duration LOAD_PATIENCE = Duration.ofSeconds(75);

    private static final Duration REFRESH_PATIENCE = Duration.ofSeconds(5);

    private final String owner;
    private final CommittedUploads committed;
    private final Map<UUID, Page> pages = new ConcurrentHashMap<>();
    private final List<Consumer<UUID>> listeners = new CopyOnWriteArrayList<>();

    /** Guards what follows. Taken after a page's lock, never before one. */
    private final Object writing = new Object();

    private final TransactionalWriter writer;
    private final Map<String, UUID> byIdempotencyKey = new HashMap<>();
    private final Set<UUID> inDoubt = new HashSet<>();

    /**
     * @param owner this instance's id
     * @param writer used by the book alone
     */
    UploadBook(String owner, TransactionalWriter writer, CommittedUploads committed) {
        this.owner = owner;
        this.writer = writer;
        this.committed = committed;
    }

    /** Reads what is there; to be called once, before anything else. @throws KafkaException to be tried again */
    public void load() {
        synchronized (writing) {
            writer.open();
            for (Upload upload : committed.read(LOAD_PATIENCE).values()) {
                if (upload.owner().equals(owner)) {
                    add(upload);
                }
            }
        }
    }

    private void add(Upload upload) {
        pages.put(upload.uploadId(), new Page(upload));
        if (upload.idempotencyKey() != null) {
            byIdempotencyKey.put(upload.idempotencyKey(), upload.uploadId());
        }
    }

    /** The upload as it was last committed; nothing for one that another instance owns. */
    public Optional<Upload> find(UUID id) {
        return Optional.ofNullable(pages.get(id)).map(page -> page.upload);
    }

    /** All uploads that this instance owns, ended ones too. */
    public Collection<Upload> uploads() {
        return pages.values().stream().map(page -> page.upload).toList();
    }

    /** Calls the listener after each change, in the thread that made it; the listener returns at once. */
    public void onChange(Consumer<UUID> listener) {
        listeners.add(listener);
    }

    /**
     * Writes a new upload down, or finds the one that came with the same idempotency key before.
     *
     * @throws BookUnavailableException the upload does not exist and will not
     */
    public Upload accept(Upload upload) {
        synchronized (writing) {
            try {
                withdrawRefused();
                UUID known = upload.idempotencyKey() == null ? null : byIdempotencyKey.get(upload.idempotencyKey());
                if (known != null) {
                    return find(known).orElseThrow();
                }
                writeNew(upload);
            } catch (KafkaException e) {
                throw new BookUnavailableException("the upload could not be written down", e);
            }
            add(upload);
        }
        tell(upload.uploadId());
        return upload;
    }

    /** A refused upload's commit may have arrived after all: whoever was told "no" must not find it later. */
    private void withdrawRefused() {
        if (inDoubt.isEmpty()) {
            return;
        }
        writer.open();
        Set<UUID> there = committed.read(REFRESH_PATIENCE).keySet();
        for (UUID id : List.copyOf(inDoubt)) {
            if (there.contains(id)) {
                write(id, null);
            }
            inDoubt.remove(id);
        }
    }

    private void writeNew(Upload upload) {
        UUID id = upload.uploadId();
        try (Transaction transaction = writer.begin()) {
            transaction.send(Topics.UPLOADS, id.toString(), upload);
            transaction.flush();
            inDoubt.add(id);
            transaction.commit();
            inDoubt.remove(id);
        }
    }

    private void write(UUID id, @Nullable Upload upload) {
        try (Transaction transaction = writer.begin()) {
            transaction.send(Topics.UPLOADS, id.toString(), upload);
            transaction.commit();
        }
    }

    /**
     * Changes an upload; a change that returns what it was given writes nothing.
     *
     * @param change called once, maybe not at all, with other changes of this upload waiting; quick, calls no book
     * @return the upload as it is now
     * @throws NoSuchElementException this instance owns no such upload
     * @throws BookUnavailableException nothing is known to have changed
     */
    public Upload update(UUID id, UnaryOperator<Upload> change) {
        Page page = page(id);
        page.lock.lock();
        try {
            Upload before = fresh(page);
            Upload after = change.apply(before);
            if (after == before) {
                return before;
            }
            page.stale = true;
            synchronized (writing) {
                write(id, after);
            }
            page.become(after);
        } catch (KafkaException e) {
            throw new BookUnavailableException("upload " + id + " could not be changed", e);
        } finally {
            page.lock.unlock();
        }
        tell(id);
        return page.upload;
    }

    /**
     * Changes an upload within a transaction that somebody else has begun, and commits it.
     *
     * @param change returns nothing to call it off: then nothing is committed, and the caller closes the transaction
     * @return the upload as it is now, or nothing when the change was called off
     * @throws KafkaException it is not known whether the transaction took place; the next look at this upload finds out
     */
    public Optional<Upload> commit(UUID id, Transaction transaction, Function<Upload, Optional<Upload>> change) {
        Page page = page(id);
        page.lock.lock();
        try {
            Optional<Upload> after = change.apply(fresh(page));
            if (after.isEmpty()) {
                return after;
            }
            transaction.send(Topics.UPLOADS, id.toString(), after.get());
            page.stale = true;
            transaction.commit();
            page.become(after.get());
        } finally {
            page.lock.unlock();
        }
        tell(id);
        return Optional.of(page.upload);
    }

    /** The upload, read again from the topic if a transaction about it is in doubt. */
    public Upload settled(UUID id) {
        Page page = page(id);
        page.lock.lock();
        try {
            return fresh(page);
        } catch (KafkaException e) {
            throw new BookUnavailableException("it is not known how far upload " + id + " is", e);
        } finally {
            page.lock.unlock();
        }
    }

    private Upload fresh(Page page) {
        if (page.stale) {
            Upload newest = committed.read(REFRESH_PATIENCE).get(page.upload.uploadId());
            page.become(newest == null ? page.upload : newest);
        }
        return page.upload;
    }

    private Page page(UUID id) {
        Page page = pages.get(id);
        if (page == null) {
            throw new NoSuchElementException("upload " + id + " is not owned by " + owner);
        }
        return page;
    }

    private void tell(UUID id) {
        listeners.forEach(listener -> listener.accept(id));
    }

    @Override
    public void close() {
        synchronized (writing) {
            writer.close();
        }
    }

    /** One upload; its lock is held while a change of it is under way. */
    private static final class Page {
        private final ReentrantLock lock = new ReentrantLock();
        private volatile Upload upload;
        private boolean stale;

        private Page(Upload upload) {
            this.upload = upload;
        }

        private void become(Upload newer) {
            upload = newer;
            stale = false;
        }
    }
}
