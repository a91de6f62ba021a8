package io.multiget.contract;

/** A key as one lookup asks about it. */
public record LookupKey(String lookup, String key) {}
