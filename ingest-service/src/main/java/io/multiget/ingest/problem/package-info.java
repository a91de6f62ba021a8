/**
 * What is answered when a request cannot be served: {@code application/problem+json} with a code of a closed list.
 *
 * <p>Start with {@link io.multiget.ingest.problem.ProblemException}, which any endpoint may throw.
 */
@NullMarked
package io.multiget.ingest.problem;

import org.jspecify.annotations.NullMarked;
