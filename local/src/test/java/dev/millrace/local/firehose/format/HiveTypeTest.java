package dev.millrace.local.firehose.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.firehose.format.HiveType.Column;
import dev.millrace.local.firehose.format.HiveType.Simple;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class HiveTypeTest {

  @ParameterizedTest
  @EnumSource(Simple.class)
  void everySimpleTypeIsReadInAnyCase(Simple type) {
    assertThat(HiveType.parse("c", type.name())).isEqualTo(type);
    assertThat(HiveType.parse("c", " " + type.name().toLowerCase(Locale.ROOT) + " "))
        .isEqualTo(type);
  }

  @Test
  void typesNest() {
    assertThat(HiveType.parse("c", "array< struct<at:timestamp, price:decimal(10,2)> >"))
        .isEqualTo(
            new HiveType.Array(
                new HiveType.Struct(
                    List.of(
                        new Column("at", Simple.TIMESTAMP),
                        new Column("price", new HiveType.Decimal(10, 2))))));
    assertThat(HiveType.parse("c", "map<varchar(3),map<int,char(2)>>"))
        .isEqualTo(
            new HiveType.Map(
                new HiveType.Varchar(3), new HiveType.Map(Simple.INT, new HiveType.Char(2))));
  }

  @Test
  void aDecimalWithoutNumbersHasTenDigits() {
    assertThat(HiveType.parse("c", "decimal")).isEqualTo(new HiveType.Decimal(10, 0));
    assertThat(HiveType.parse("c", "decimal(7)")).isEqualTo(new HiveType.Decimal(7, 0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          uniontype<int,string>     | 'uniontype' is not a type that can be converted
          interval_day_time         | 'interval_day_time' is not a type that can be converted
          array<timestamptz>        | 'timestamptz' is not a type that can be converted
          ""                        | '' is not a type that can be converted
          array<int                 | '>' must be here
          int>                      | nothing may follow the type
          decimal(39,0)             | a number from 1 to 38 must be here, was '39'
          decimal(5,6)              | a number from 0 to 5 must be here, was '6'
          decimal(99999999999,0)    | a number from 1 to 38 must be here, was '99999999999'
          char(256)                 | a number from 1 to 255 must be here, was '256'
          varchar                   | '(' must be here
          varchar(0)                | a number from 1 to 65535 must be here, was '0'
          map<array<int>,int>       | the key of a map must not be an array, a map or a struct
          struct<a:int,A:int>       | the field 'A' is there twice
          struct<:int>              | a field must have a name
          struct<>                  | a field must have a name
          """)
  void whatIsWrongIsNamedWithTheColumn(String text, String rule) {
    assertThatThrownBy(() -> HiveType.parse("price", text))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("column 'price'")
        .hasMessageContaining(rule)
        .hasMessageEndingWith("the type was '" + text + "'");
  }

  @Test
  void endlessNestingIsRefused() {
    assertThatThrownBy(() -> HiveType.parse("c", "array<".repeat(10_000)))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("at most 32 deep");
  }
}
