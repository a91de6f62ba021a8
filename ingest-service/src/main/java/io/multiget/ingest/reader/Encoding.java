package io.multiget.ingest.reader;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The encodings that are read. */
public enum Encoding {
    UTF_8(StandardCharsets.UTF_8),
    UTF_16LE(StandardCharsets.UTF_16LE),
    UTF_16BE(StandardCharsets.UTF_16BE),
    ISO_8859_1(StandardCharsets.ISO_8859_1),
    WINDOWS_1252(Charset.forName("windows-1252"));

    private final Charset charset;

    Encoding(Charset charset) {
        this.charset = charset;
    }

    Charset charset() {
        return charset;
    }

    boolean isUtf16() {
        return this == UTF_16LE || this == UTF_16BE;
    }

    /**
     * The encoding of this name or alias ({@code latin1}, {@code cp1252}), case aside; empty: not one of ours. A bare
     * {@code utf-16} is little-endian, as it is on the systems that write such files; a byte order mark overrules it.
     */
    static Optional<Encoding> named(String name) {
        String wanted = name.strip();
        if (wanted.equalsIgnoreCase(StandardCharsets.UTF_16.name())) {
            return Optional.of(UTF_16LE);
        }
        return Arrays.stream(values())
                .filter(encoding -> encoding.charset.name().equalsIgnoreCase(wanted)
                        || encoding.charset.aliases().stream().anyMatch(wanted::equalsIgnoreCase))
                .findFirst();
    }

    static String allowed() {
        return Arrays.stream(values())
                .map(encoding -> encoding.charset.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }
}
