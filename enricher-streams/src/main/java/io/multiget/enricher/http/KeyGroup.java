package io.multiget.enricher.http;

import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Keys that go out in one call, and come back together when it fails: mixing them with others would spread a poison key.
 * Owned by the engine.
 */
final class KeyGroup {
    /** A fresh group gets a second chance whole; the halves of a suspect one do not. */
    private static final int FAILURES_BEFORE_FIRST_SPLIT = 2;

    /** By then it is no hour of many calls any more that an API which answers others is speaking of. */
    private static final int ATTEMPTS_BEFORE_BLAME = 6;

    /** The same of a part of a group that was blamed already. */
    private static final int ATTEMPTS_OF_A_PART_BEFORE_BLAME = 2;

    private List<AskedKey> keys;
    private final boolean suspect;

    /** Null until it is sent. */
    private @Nullable Setbacks setbacks;

    private int attempts;
    private int failures;
    private long answersHeard;
    private boolean repeated;
    private OptionalLong lostAt = OptionalLong.empty();

    private KeyGroup(List<AskedKey> keys, boolean suspect, @Nullable Setbacks setbacks) {
        this.keys = List.copyOf(keys);
        this.suspect = suspect;
        this.setbacks = setbacks;
    }

    static KeyGroup of(List<AskedKey> keys) {
        return new KeyGroup(keys, false, null);
    }

    static KeyGroup alone(AskedKey key) {
        return new KeyGroup(List.of(key), true, null);
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

    /** Whether none of the keys was in a call before the latest one: such a call is an unprejudiced look at the API. */
    boolean isFirstTry() {
        return keys.stream().allMatch(key -> key.tries() == 1);
    }

    /** Whether all of its keys were in a call before the latest one. */
    boolean isRetry() {
        return keys.stream().allMatch(key -> key.tries() > 1);
    }

    /** Its keys that the latest call was the first one of. */
    int newKeys() {
        return (int) keys.stream().filter(key -> key.tries() == 1).count();
    }

    void sent(Health health) {
        if (attempts++ == 0) {
            answersHeard = health.answers();
        }
        if (setbacks == null) {
            setbacks = Setbacks.none(health.baseRate());
        }
        keys.forEach(AskedKey::sent);
    }

    void understood() {
        keys.forEach(AskedKey::understood);
    }

    /** Its failed calls, once it was sent. */
    Setbacks setbacks() {
        return Objects.requireNonNull(setbacks, "never sent");
    }

    /**
     * Whether its failure may be the keys' own fault: the API answered others since it was sent, or since the last
     * failure that counted. Notes the failure if so.
     */
    boolean failed(Health health) {
        if (!health.isTrusted() || health.answers() == answersHeard) {
            return false;
        }
        answersHeard = health.answers();
        failures++;
        return true;
    }

    /** Whether it was asked so often that "too many requests" may be the API's answer to one of its keys. */
    boolean isWorthBlaming() {
        return isAlone()
                || attempts >= (suspect ? ATTEMPTS_OF_A_PART_BEFORE_BLAME : ATTEMPTS_BEFORE_BLAME)
                        && keys.stream().allMatch(key -> key.tries() >= ATTEMPTS_BEFORE_BLAME);
    }

    /** Its call, sent then, brought nothing. */
    void lost(long sentAt) {
        lostAt = OptionalLong.of(sentAt);
    }

    /** When the call was sent that went out before the latest one, and brought nothing. */
    OptionalLong lostAt() {
        return lostAt;
    }

    boolean isToSplit() {
        return !isAlone() && failures >= (suspect ? 1 : FAILURES_BEFORE_FIRST_SPLIT);
    }

    List<KeyGroup> halves() {
        int middle = keys.size() / 2;
        return List.of(part(keys.subList(0, middle)), part(keys.subList(middle, keys.size())));
    }

    List<KeyGroup> singles() {
        return keys.stream().map(key -> part(List.of(key))).toList();
    }

    private KeyGroup part(List<AskedKey> some) {
        return new KeyGroup(some, true, setbacks().ofPart());
    }

    /** Goes on without the keys that nobody waits for any more. */
    void forget(List<AskedKey> forgotten) {
        keys = keys.stream().filter(key -> !forgotten.contains(key)).toList();
    }

    /** Goes on without this key; false when it is not here. */
    boolean leaveOut(AskedKey key) {
        boolean isHere = keys.contains(key);
        if (isHere) {
            forget(List.of(key));
        }
        return isHere;
    }

    /** Asks to go out once more at no cost; false when that was granted before. */
    boolean repeat() {
        boolean again = !repeated;
        repeated = true;
        return again;
    }
}
