package io.multiget.contract;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where an upload stands; the words of the status answer. */
public enum UploadState {
    @JsonProperty("receiving")
    RECEIVING,
    @JsonProperty("running")
    RUNNING,
    @JsonProperty("finished")
    FINISHED,
    @JsonProperty("landed")
    LANDED,
    @JsonProperty("paused")
    PAUSED,
    @JsonProperty("waiting")
    WAITING,
    @JsonProperty("cancelling")
    CANCELLING,
    @JsonProperty("cancelled")
    CANCELLED,
    @JsonProperty("failed")
    FAILED;

    /** Whether nothing more will happen in this attempt. */
    public boolean isEnd() {
        return this == LANDED || this == CANCELLED || this == FAILED;
    }
}
