package io.multiget.contract.pipeline.yaml;

import io.multiget.contract.pipeline.Pipeline;

/** A pipeline, and where its file says what no other file may say too. */
record ReadPipeline(Pipeline pipeline, Position nameAt, Position tableAt) {}
