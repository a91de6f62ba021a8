package io.multiget.contract.pipeline;

/** A text that must not be seen: prints as {@code ***}. */
public record Secret(String reveal) {
    @Override
    public String toString() {
        return "***";
    }
}
