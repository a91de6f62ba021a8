package io.multiget.ingest.upload;

import io.multiget.ingest.UploadLimits;
import io.multiget.ingest.problem.ProblemException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import org.springframework.http.HttpStatus;

/** A body on its way to the disk; gone again when it is closed without having been kept. Owned by one thread. */
final class SpoolFile implements Closeable {
    private static final int BUFFER_BYTES = 64 << 10;
    private static final long ROOM_TO_BREATHE = 1 << 20;

    private final Spool spool;
    private final Path path;
    private final FileChannel channel;
    private final MessageDigest digest = sha256();
    private long bytes;
    private boolean kept;

    private SpoolFile(Spool spool, Path path) throws IOException {
        this.spool = spool;
        this.path = path;
        this.channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    static SpoolFile create(Spool spool, UUID upload) throws IOException {
        return new SpoolFile(spool, spool.file(upload));
    }

    Path path() {
        return path;
    }

    long bytes() {
        return bytes;
    }

    /** SHA-256 of what was written, in hex; asked once. */
    String digest() {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Writes the stream to its end: 413 {@code file_too_large} and 507 {@code no_space} when that does not go. */
    void fill(InputStream in, UploadLimits limits) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            bytes += read;
            if (bytes > limits.fileBytes()) {
                throw tooLarge(limits.fileBytes(), bytes);
            }
            digest.update(buffer, 0, read);
            write(ByteBuffer.wrap(buffer, 0, read));
        }
    }

    static ProblemException tooLarge(long limit, long value) {
        return new ProblemException(
                        HttpStatus.CONTENT_TOO_LARGE,
                        "file_too_large",
                        "A file has at most " + limit + " bytes, this one has " + value + " or more.")
                .limit(limit)
                .value(value);
    }

    private void write(ByteBuffer bytesToWrite) throws IOException {
        try {
            while (bytesToWrite.hasRemaining()) {
                channel.write(bytesToWrite);
            }
        } catch (IOException e) {
            throw noSpaceOr(e);
        }
    }

    /** Makes the file outlast a power cut. */
    void sync() throws IOException {
        try {
            channel.force(true);
            spool.sync();
        } catch (IOException e) {
            throw noSpaceOr(e);
        }
    }

    private IOException noSpaceOr(IOException e) {
        long free = spool.freeBytes();
        if (free < ROOM_TO_BREATHE) {
            throw new ProblemException(
                            HttpStatus.INSUFFICIENT_STORAGE, "no_space", "The disk that keeps uploads is full.")
                    .value(free);
        }
        return e;
    }

    /** From now on the file belongs to its upload. */
    void keep() {
        kept = true;
    }

    @Override
    public void close() throws IOException {
        channel.close();
        if (!kept) {
            Spool.delete(path);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
