package io.multiget.ingest.upload;

import java.util.Map;
import java.util.Optional;

/**
 * What a request's body brought, its file aside, which is in the spool.
 *
 * @param fileName the client's name for the file, checked; absent when it has none
 * @param fields a form's other fields by name
 */
record Received(Optional<String> fileName, Map<String, String> fields) {}
