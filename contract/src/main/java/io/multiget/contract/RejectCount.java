package io.multiget.contract;

/** How many lines were rejected by one stage with one code. */
public record RejectCount(String stage, String code, long count) {}
