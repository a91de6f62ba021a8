package io.multiget.enricher.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keys that go out in one call, and come back together when it fails: mixing them with others would spread a poison key.
 * Owned by the engine's thread.
 */
final class KeyGroup {
    /** A fresh group gets a second chance whole; the halves of a suspect one do not. */
    private static final int FAILURES_BEFORE_FIRST_SPLIT = 2;

    private final List<AskedKey> keys;
    private final boolean suspect;
    private int failures;
    private int attempts;
    private @Nullable Evidence seen;

    private KeyGroup(List<AskedKey> keys, boolean suspect) {
        this.keys = List.copyOf(keys);
        this.suspect = suspect;
    }

    static KeyGroup of(List<AskedKey> keys) {
        return new KeyGroup(keys, false);
    }

    static KeyGroup alone(AskedKey key) {
        return new KeyGroup(List.of(key), true);
    }

    List<AskedKey> keys() {
        return keys;
    }

    boolean isAlone() {
        return keys.size() == 1;
    }

    /** The calls made for this group so far. */
    int attempts() {
        return attempts;
    }

    void sent(Evidence now) {
        attempts++;
        if (seen == null) {
            seen = now;
        }
        keys.forEach(AskedKey::sent);
    }

    /** Notes a failure; it counts against the keys only when the API answered somebody since the last one. */
    void failed(Evidence now) {
        if (seen == null || now.isNewerThan(seen)) {
            failures++;
            seen = now;
        }
    }

    /** Failures while the API answered others. */
    int failures() {
        return failures;
    }

    boolean isToSplit() {
        return !isAlone() && failures >= (suspect ? 1 : FAILURES_BEFORE_FIRST_SPLIT);
    }

    List<KeyGroup> halves() {
        int middle = keys.size() / 2;
        return List.of(
                new KeyGroup(keys.subList(0, middle), true), new KeyGroup(keys.subList(middle, keys.size()), true));
    }

    List<KeyGroup> singles() {
        return keys.stream().map(KeyGroup::alone).toList();
    }
}
