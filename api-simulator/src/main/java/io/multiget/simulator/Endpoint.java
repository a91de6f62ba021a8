package io.multiget.simulator;

import java.util.Locale;

/** What can be called, as the statistics name it. */
enum Endpoint {
    ITEMS,
    ITEM,
    CATEGORIES,
    CURRENCIES,
    USERS,
    USER,
    PRODUCTS,
    MAKERS,
    COUNTRIES,
    OTHER;

    private final String label = name().toLowerCase(Locale.ROOT);

    String label() {
        return label;
    }

    /** The second API asks for a key instead of a token and has no rate limit. */
    boolean isSecondApi() {
        return this == PRODUCTS || this == MAKERS || this == COUNTRIES;
    }

    boolean isMultiget() {
        return this == ITEMS || this == USERS;
    }

    static Endpoint of(String label) {
        for (Endpoint endpoint : values()) {
            if (endpoint.label.equals(label.trim())) {
                return endpoint;
            }
        }
        throw new IllegalArgumentException("unknown endpoint " + label);
    }
}
