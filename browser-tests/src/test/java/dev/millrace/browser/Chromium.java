package dev.millrace.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.ElementNotInteractableException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/// A Chromium without a window. Screenshots go to `target/screenshots`.
final class Chromium implements AutoCloseable {

  private static final List<String> BROWSERS =
      List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");
  private static final List<String> DRIVERS =
      List.of("/usr/bin/chromedriver", "/usr/lib/chromium-browser/chromedriver");
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  private final ChromeDriver driver;

  private Chromium(ChromeDriver driver) {
    this.driver = driver;
  }

  /// Skips the test where there is no Chromium.
  static Chromium open(String... arguments) {
    var browser = first(BROWSERS);
    var program = first(DRIVERS);
    Assumptions.assumeTrue(
        browser != null && program != null, "no Chromium with its driver under /usr/bin");
    var options = new ChromeOptions();
    options.setBinary(browser);
    options.addArguments(
        "--headless=new", "--disable-gpu", "--no-sandbox", "--window-size=1500,950");
    options.addArguments(arguments);
    var logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    var service =
        new ChromeDriverService.Builder().usingDriverExecutable(new File(program)).build();
    return new Chromium(new ChromeDriver(service, options));
  }

  private static @Nullable String first(List<String> programs) {
    return programs.stream()
        .filter(each -> Files.isExecutable(Path.of(each)))
        .findFirst()
        .orElse(null);
  }

  Chromium go(URI page) {
    driver.get(page.toString());
    return this;
  }

  void resize(int width, int height) {
    driver.manage().window().setSize(new Dimension(width, height));
  }

  /// The first element, once there is one.
  WebElement find(String selector) {
    await(() -> "there is no " + selector, () -> all(selector).findFirst().isPresent());
    return all(selector).findFirst().orElseThrow();
  }

  Stream<WebElement> all(String selector) {
    return driver.findElements(By.cssSelector(selector)).stream();
  }

  /// Clicks on an element as soon as that can be done.
  void click(String selector) {
    await(
        () -> selector + " cannot be clicked",
        () -> {
          find(selector).click();
          return true;
        });
  }

  /// Types into whatever has the focus.
  void type(CharSequence keys) {
    focused().sendKeys(keys);
  }

  WebElement focused() {
    return driver.switchTo().activeElement();
  }

  /// Waits until an element's text has a part.
  void awaitText(String selector, String part) {
    await(
        () -> selector + " does not say '" + part + "' but '" + text(selector) + "'",
        () -> text(selector).contains(part));
  }

  /// Waits until as many elements are there.
  void awaitCount(String selector, int count) {
    await(
        () -> "not " + count + " but " + all(selector).count() + " of " + selector,
        () -> all(selector).count() == count);
  }

  private String text(String selector) {
    return all(selector).findFirst().map(WebElement::getText).orElse("");
  }

  /// An attribute of the first element, empty if it has none.
  String attribute(String selector, String name) {
    return Objects.requireNonNullElse(find(selector).getAttribute(name), "");
  }

  void run(String script) {
    driver.executeScript(script);
  }

  private void await(Supplier<String> complaint, BooleanSupplier condition) {
    var _ =
        new WebDriverWait(driver, PATIENCE)
            .ignoring(StaleElementReferenceException.class, ElementNotInteractableException.class)
            .withMessage(complaint)
            .until(_ -> condition.getAsBoolean());
  }

  /// Nothing was refused, failed, or was asked of anybody else than the stack.
  void assertQuiet() {
    assertThat(driver.manage().logs().get(LogType.BROWSER).getAll())
        .filteredOn(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .isEmpty();
    assertThat(
            driver.executeScript(
                "return performance.getEntriesByType('resource').map(r => new URL(r.name).origin)"
                    + ".filter(o => o !== location.origin)"))
        .isEqualTo(List.of());
  }

  void screenshot(String name) {
    try {
      Files.createDirectories(SCREENSHOTS);
      Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    driver.quit();
  }
}
