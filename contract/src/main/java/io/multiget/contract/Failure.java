package io.multiget.contract;

/** Why an upload as a whole failed: a code of a closed list and a sentence for a person. */
public record Failure(String code, String message) {}
