package io.multiget.runner.page;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.opentest4j.TestAbortedException;

/** A Chromium without a window, and what the tests do with a page. For one thread. */
final class Browser implements AutoCloseable {
    private static final List<String> BROWSERS = List.of("chromium", "google-chrome");
    private static final List<String> DRIVERS = List.of("chromedriver");
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int WIDE = 1280;
    private static final int PHONE = 380;
    private static final int HEIGHT = 900;

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /**
     * A browser with an empty profile in {@code folder}. Where none is installed the tests are skipped, and in a build that
     * says {@code CI=true} they fail.
     */
    static Browser start(Path folder) {
        return start(folder, Map.of());
    }

    /** One that runs no page's script. */
    static Browser startWithoutScript(Path folder) {
        return start(folder, Map.of("profile.managed_default_content_settings.javascript", 2));
    }

    private static Browser start(Path folder, Map<String, Object> preferences) {
        Path chromium = installed(BROWSERS);
        Path chromedriver = installed(DRIVERS);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.toFile());
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                // One process for all pages: to start one takes longer than most tests.
                "--disable-site-isolation-trials",
                "--disable-features=SpareRendererForSitePerProcess",
                "--renderer-process-limit=1",
                "--lang=en-GB",
                "--user-data-dir=" + folder.toAbsolutePath());
        options.setExperimentalOption("prefs", preferences);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        // Named here, the driver is not looked for and not downloaded.
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver.toFile())
                .usingAnyFreePort()
                .withSilent(true)
                .build();
        Browser browser = new Browser(new ChromeDriver(service, options));
        browser.resize(WIDE);
        return browser;
    }

    private static Path installed(List<String> names) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(folder -> names.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseGet(() -> missing(names));
    }

    private static Path missing(List<String> names) {
        String message = "THE PAGE IS NOT TESTED: none of " + names
                + " is installed (on Debian: apt-get install chromium chromium-driver)";
        if ("true".equals(System.getenv("CI"))) {
            throw new IllegalStateException(message);
        }
        System.err.println("\n*** " + message + " ***\n");
        throw new TestAbortedException(message);
    }

    void open(String url) {
        driver.get(url);
    }

    String url() {
        return driver.getCurrentUrl();
    }

    String title() {
        return String.valueOf(driver.getTitle());
    }

    /** Chooses a file as a person does in the dialog. */
    void choose(Path file) {
        driver.findElement(By.id("file")).sendKeys(file.toAbsolutePath().toString());
    }

    void click(String id) {
        driver.findElement(By.id(id)).click();
    }

    void clickOn(String css) {
        driver.findElement(By.cssSelector(css)).click();
    }

    void clickButton(String label) {
        driver.findElement(By.xpath("//button[normalize-space()='" + label + "']"))
                .click();
    }

    void select(String id, String value) {
        driver.findElement(By.cssSelector("#" + id + " option[value='" + value + "']"))
                .click();
    }

    void type(String id, String text) {
        driver.findElement(By.id(id)).sendKeys(text);
    }

    /** The visible text of an element; empty for one that is hidden. */
    String text(String id) {
        return driver.findElement(By.id(id)).getText();
    }

    boolean sees(String id) {
        return driver.findElement(By.id(id)).isDisplayed();
    }

    /** Whether it can be clicked: while one action waits for its answer, no other can. */
    boolean offers(String id) {
        return sees(id) && driver.findElement(By.id(id)).isEnabled();
    }

    /** Where it is, in pixels from the corner of the main part: a scrollbar that comes moves the whole of that part. */
    Object place(String id) {
        return script(
                "const at = document.getElementById(arguments[0]).getBoundingClientRect();"
                        + "const main = document.querySelector('main').getBoundingClientRect();"
                        + "return [Math.round(at.left - main.left), Math.round(at.top - main.top)]",
                id);
    }

    String attribute(String id, String name) {
        return String.valueOf(driver.findElement(By.id(id)).getDomAttribute(name));
    }

    String link(String id) {
        return String.valueOf(driver.findElement(By.id(id)).getDomProperty("href"));
    }

    List<String> texts(String css) {
        return driver.findElements(By.cssSelector(css)).stream()
                .map(element -> element.getText().replace('\n', ' '))
                .toList();
    }

    int count(String css) {
        return driver.findElements(By.cssSelector(css)).size();
    }

    Object script(String body, Object... arguments) {
        return driver.executeScript(body, arguments);
    }

    /** Long enough for a machine that is busy with other tests. */
    static ConditionFactory patiently(String condition) {
        return Awaitility.await(condition).atMost(PATIENCE).pollInterval(Duration.ofMillis(50));
    }

    /** Waits until the element's visible text has {@code part} in it. */
    void awaitText(String id, String part) {
        awaitText(id, part, PATIENCE);
    }

    void awaitText(String id, String part, Duration patience) {
        try {
            patiently("\"" + part + "\" in #" + id).atMost(patience).until(() -> text(id), text -> text.contains(part));
        } catch (ConditionTimeoutException stuck) {
            throw new AssertionError(stuck.getMessage() + " The page says:\n" + page(), stuck);
        }
    }

    /** All that a person sees. */
    private String page() {
        return driver.findElement(By.tagName("body")).getText();
    }

    /** What the page wrote to its console, for a person to look at: refused by the policy, or not caught. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .filter(message -> !message.contains("Failed to load resource"))
                .toList();
    }

    /** How far the page reaches beyond a phone's screen, in pixels. */
    long overhangOnAPhone() {
        resize(PHONE);
        try {
            Object pixels =
                    script("return document.documentElement.scrollWidth - document.documentElement.clientWidth");
            return ((Number) pixels).longValue();
        } finally {
            resize(WIDE);
        }
    }

    /** The whole page, light and wide, and dark as on a phone. */
    void screenshots(String name) throws IOException {
        prefer("light");
        screenshot(name + "-wide-light");
        prefer("dark");
        resize(PHONE);
        screenshot(name + "-phone-dark");
        resize(WIDE);
    }

    private void prefer(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    private void screenshot(String name) throws IOException {
        Object height = script("return document.documentElement.scrollHeight");
        Object width = script("return window.innerWidth");
        metrics(((Number) width).intValue(), Math.max(((Number) height).intValue(), 1));
        byte[] picture = driver.getScreenshotAs(OutputType.BYTES);
        metrics(((Number) width).intValue(), HEIGHT);
        Files.createDirectories(SCREENSHOTS);
        Files.write(SCREENSHOTS.resolve(name + ".png"), picture);
    }

    private void resize(int width) {
        metrics(width, HEIGHT);
    }

    /** A window cannot be as narrow as a phone, what is emulated can. */
    private void metrics(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    @Override
    public void close() {
        driver.quit();
    }
}
