package dev.millrace.local.iam;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class WildcardTest {

  @ParameterizedTest
  @CsvSource({
    "*,'',true",
    "*,anything,true",
    "a?c,abc,true",
    "a?c,ac,false",
    "arn:aws:s3:::bucket/*,arn:aws:s3:::bucket/a/b,true",
    "arn:aws:s3:::bucket/*,arn:aws:s3:::bucket,false",
    "arn:aws:s3:::bucket*,arn:aws:s3:::bucket,true",
    "*ab*ab,abab,true",
    "*ab*ab,ab,false",
    "a.c,abc,false",
    "a.c,a.c,true"
  })
  void aStarIsAnyTextAndAQuestionMarkAnyCharacter(String pattern, String text, boolean matches) {
    assertThat(new Wildcard(pattern).matches(text)).isEqualTo(matches);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aPatternMatchesWhatItsRegularExpressionMatches(long seed) {
    var random = new Random(seed);
    for (var i = 0; i < 200; i++) {
      var pattern = text(random, "ab*?.", 8);
      var text = text(random, "ab*.", 12);

      assertThat(new Wildcard(pattern).matches(text))
          .as("%s, %s", pattern, text)
          .isEqualTo(regex(pattern).matcher(text).matches());
    }
  }

  static LongStream seeds() {
    return LongStream.range(0, 50);
  }

  private static String text(Random random, String letters, int most) {
    return random
        .ints(random.nextInt(most + 1), 0, letters.length())
        .mapToObj(i -> String.valueOf(letters.charAt(i)))
        .collect(Collectors.joining());
  }

  private static Pattern regex(String pattern) {
    return Pattern.compile(
        pattern
            .chars()
            .mapToObj(c ->
                switch (c) {
                  case '*' -> ".*";
                  case '?' -> ".";
                  default -> Pattern.quote(Character.toString(c));
                })
            .collect(Collectors.joining()));
  }
}
