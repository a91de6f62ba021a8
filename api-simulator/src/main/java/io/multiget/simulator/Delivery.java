package io.multiget.simulator;

/** How an answer goes over the wire. */
enum Delivery {
    WHOLE,
    /** Reset before the first byte. */
    RESET,
    /** Half of the body, then a reset. */
    RESET_IN_BODY,
    /** Half of the body, then a close. */
    CLOSE_IN_BODY,
    /** The head, then nothing for as long as the client stays. */
    HEAD_ONLY,
    /** Nothing for as long as the client stays. */
    SILENCE,
    /** The head, then a byte of the body each second. */
    DRIBBLE,
    /** The body, then blanks up to 100 MB, in chunks. */
    HUGE,
    /** A flood of informational answers, then the whole. */
    AFTER_INFORMATION,
    /** One informational answer, then the whole. */
    AFTER_HINTS,
    /** The whole, and at once the whole again. */
    TWICE,
    /** The whole; the connection looks open, and is closed when the next call comes. */
    LAST_WORD
}
