package io.multiget.ingest.setup;

/** Something that can only start once every topic exists and answers; each such bean is started once, in their order. */
public interface AfterTopics {
    /**
     * Starts it. Called in the set-up's thread; what has to wait for Connect or Postgres waits in a thread of its own.
     *
     * @throws io.multiget.ingest.SetupException when only a person can help; the process ends with exit code 2
     */
    void start();
}
