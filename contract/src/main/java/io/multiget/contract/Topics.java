package io.multiget.contract;

/** Every topic's name, types and settings, in one place. */
public final class Topics {
    private Topics() {}
}
