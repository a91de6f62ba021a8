package io.multiget.enricher.http;

import io.multiget.contract.pipeline.Lookup;
import java.time.Duration;
import java.util.List;

/**
 * Where the topology's tasks ask. Safe for any thread; never blocks. Every method throws {@link IllegalStateException}
 * once the client has stopped because of a bug: answers will never come, so the task must not wait for them.
 */
public interface Lookups {
    /** Asks; the asker is told exactly once, unless it is gone by then or the process ends. */
    void ask(Question question, Asker asker);

    /** Some askers have withdrawn: what nobody needs to know any more is not asked. */
    void withdrawn();

    /** This instance runs that task from now on, and with it has the task's share of each API's limits. */
    void started(Object task);

    /** This instance does not run that task any more. Does not throw. */
    void ended(Object task);

    /**
     * A line of that upload has come, which was its last or not: calls that are not full wait for more only while more is
     * to come. Need not be told of every line; about ten times a second will do.
     */
    void expect(Object upload, boolean last);

    /** Tells of a key that the API is known to have. */
    void remember(Question good);

    /**
     * Some instance, this one or another, has let everybody know what it was told of that key: questions about it that
     * wait are answered with it. Does not throw.
     *
     * @param result found or not found
     * @param left how long it is to be believed
     */
    void heard(Lookup lookup, String key, KeyResult result, Duration left);

    /** The APIs that answer nobody at the moment, at most a tenth of a second old. */
    List<ApiWait> waiting();
}
