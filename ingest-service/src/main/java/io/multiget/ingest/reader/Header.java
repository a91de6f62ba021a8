package io.multiget.ingest.reader;

/** Whether a delimited file's first line names its columns. */
public enum Header {
    /** It does where any of its cells is a column's name or alias. */
    AUTO,
    PRESENT,
    /** It does not; the pipeline's order of columns holds. */
    ABSENT
}
