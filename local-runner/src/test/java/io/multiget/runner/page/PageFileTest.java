package io.multiget.runner.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What can be told of the page without a browser. */
class PageFileTest {
    private final PageFile page = PageFile.find();

    @Test
    void shouldAllowNoScriptAndNoStyleButItsOwn() {
        assertThat(page.policy())
                .contains("default-src 'none'")
                .contains("script-src " + page.scriptHash() + ";")
                .contains("style-src " + page.styleHash() + ";")
                .doesNotContain("unsafe");
    }

    @Test
    void shouldLoadNothingFromElsewhere() {
        assertThat(page.text()).doesNotContainPattern("(?i)(src|href)=[\"']?(https?:)?//");
        assertThat(page.text()).doesNotContain("@import", "url(");
    }

    @Test
    void shouldPutNothingOnThePageAsMarkup() {
        assertThat(page.text())
                .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "DOMParser");
    }
}
