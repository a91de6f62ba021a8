package io.multiget.enricher.http;

import io.multiget.contract.pipeline.Lookup;

/**
 * What is asked. Two questions of one lookup with equal keys are the same question.
 *
 * @param path below the API's base URL, encoded; the same for every question that shares a call
 * @param query the fixed parameters, encoded, or empty; the same for every question that shares a call
 */
public record Question(Lookup lookup, String key, String path, String query) {}
