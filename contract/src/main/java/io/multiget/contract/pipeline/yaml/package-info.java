/**
 * Reads a pipeline from its YAML file and refuses a wrong one with every error's line, column and mend.
 *
 * <p>Start with {@link io.multiget.contract.pipeline.yaml.PipelineLoader}; it lists the readers, one for each part of the
 * file. {@code Value} holds what they share, and {@code DataFlow} checks what refers to what.
 */
@NullMarked
package io.multiget.contract.pipeline.yaml;

import org.jspecify.annotations.NullMarked;
