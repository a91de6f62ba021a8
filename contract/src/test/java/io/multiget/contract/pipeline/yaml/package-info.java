/** Tests of the pipeline files' loader. Start with {@code PipelineLoaderTest}; wrong files are data in {@code invalid/}. */
@NullMarked
package io.multiget.contract.pipeline.yaml;

import org.jspecify.annotations.NullMarked;
