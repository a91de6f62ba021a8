package io.multiget.contract;

/**
 * Why a line could not be enriched.
 *
 * @param stage {@code input}, a lookup's name, or {@code output}
 * @param code one word of a closed list, to count and to filter by
 * @param reason a sentence for a person; holds nothing that Postgres could not store
 */
public record Reject(String stage, String code, String reason) {
    /** The stage of lines that are no valid records. */
    public static final String INPUT = "input";
    /** The stage of rows that the table could not hold. */
    public static final String OUTPUT = "output";
}
