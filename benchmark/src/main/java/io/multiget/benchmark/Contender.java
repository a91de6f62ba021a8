package io.multiget.benchmark;

import java.nio.file.Path;

/** Somebody who can do the work of a load. */
interface Contender {
    /** As the report names it. */
    String name();

    /**
     * Does the work of a load once, warmed up, and stops whatever it had started.
     *
     * @param folder for its files; empty
     * @throws WrongRowsException if not every row is as the simulated API says
     */
    Result run(Load load, Path folder) throws Exception;
}
