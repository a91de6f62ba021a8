package io.multiget.contract.pipeline;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.Optional;

/**
 * Where one key's part stands in a multiget's answer, which is an array of such elements.
 *
 * @param match points, in an element, to the key it answers
 * @param status points to the element's own status code; absent: the call's
 * @param body points to what a single answer would have been
 */
public record Element(JsonPointer match, Optional<JsonPointer> status, JsonPointer body) {}
