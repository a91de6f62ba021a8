package io.multiget.runner.role;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * PostgreSQL refuses to run as root. This is the command to put before it: nothing for an ordinary user, else the first way
 * that works here.
 *
 * @param owner who must own the data: the user that the command runs as, as the file system sees it
 */
record RootDrop(List<String> prefix, int owner) {
    private static final int ROOT = 0;
    private static final int NOBODY = 65534;

    /** In a user namespace of its own root is nobody to PostgreSQL, and still root to the files: no chown needed. */
    private static final RootDrop NAMESPACE = new RootDrop(List.of("unshare", "-U"), ROOT);

    private static final List<RootDrop> WAYS = List.of(
            NAMESPACE,
            new RootDrop(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"), NOBODY),
            new RootDrop(List.of("runuser", "-u", "nobody", "--"), NOBODY),
            new RootDrop(List.of("su", "-s", "/bin/sh", "-c", "exec \"$0\" \"$@\"", "--", "nobody"), NOBODY));

    /** {@code folder}: where we may write. {@code program}: a harmless command that has to work, which shows that it can be reached as well. */
    static RootDrop find(Path folder, List<String> program) {
        int me = me(folder);
        if (me != ROOT) {
            return new RootDrop(List.of(), me);
        }
        return WAYS.stream()
                .filter(way -> works(way.before(program)))
                .findFirst()
                .orElseThrow(() -> new StartFailedException(
                        "PostgreSQL does not run as root, and no way to drop root works here: tried "
                                + WAYS.stream().map(way -> way.prefix.get(0)).toList()
                                + " with " + program + ". Run as an ordinary user."));
    }

    List<String> before(List<String> command) {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(command);
        return whole;
    }

    /** Gives the folder to {@link #owner}; another start may have used another way. */
    void own(Path folder) {
        if (owner(folder) == owner) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            // The folder itself last: its owner says that all is done.
            files.sorted((a, b) -> b.getNameCount() - a.getNameCount()).forEach(file -> setOwner(file, owner));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As the owner of what we create. Libraries that ask for the user by name say root for one that has no name. */
    private static int me(Path folder) {
        try {
            Path file = Files.createTempFile(folder, "owner-", null);
            int owner = owner(file);
            Files.delete(file);
            return owner;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean works(List<String> command) {
        try {
            return new ProcessBuilder(command)
                            .redirectOutput(Redirect.DISCARD)
                            .redirectError(Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailedException("Interrupted while PostgreSQL started", e);
        }
    }

    private static int owner(Path file) {
        try {
            return (int) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void setOwner(Path file, int uid) {
        try {
            Files.setAttribute(file, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
