package io.multiget.contract.pipeline;

import com.fasterxml.jackson.core.JsonPointer;

/** One value of an answer. Absent or null in the answer is null, never an error. */
public record Field(String name, JsonPointer at, ValueType type) {}
