package io.multiget.runner.fault;

import java.util.List;

/** Something promised of every run, whatever went wrong in it. */
interface Promise {
    /** What was not kept; nothing if it was. */
    List<String> broken(Evidence evidence);
}
