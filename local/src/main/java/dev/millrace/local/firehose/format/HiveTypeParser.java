package dev.millrace.local.firehose.format;

import dev.millrace.local.firehose.format.HiveType.Column;
import dev.millrace.local.firehose.format.HiveType.Simple;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Locale;

/// Reads the text of one type, by recursive descent.
final class HiveTypeParser {

  private static final int MOST_PRECISION = 38;
  private static final int LONGEST_CHAR = 255;
  private static final int LONGEST_VARCHAR = 65_535;
  private static final int DEEPEST = 32;

  private final String column;
  private final String text;
  private int at;
  private int depth;

  HiveTypeParser(String column, String text) {
    this.column = column;
    this.text = text;
  }

  HiveType parse() {
    var type = type();
    if (peek() != 0) {
      throw wrong("nothing may follow the type");
    }
    return type;
  }

  private HiveType type() {
    if (++depth > DEEPEST) {
      throw wrong("types may be nested at most " + DEEPEST + " deep");
    }
    var start = at;
    var type =
        switch (word()) {
          case "boolean" -> Simple.BOOLEAN;
          case "tinyint" -> Simple.TINYINT;
          case "smallint" -> Simple.SMALLINT;
          case "int", "integer" -> Simple.INT;
          case "bigint" -> Simple.BIGINT;
          case "float" -> Simple.FLOAT;
          case "double" -> Simple.DOUBLE;
          case "string" -> Simple.STRING;
          case "binary" -> Simple.BINARY;
          case "date" -> Simple.DATE;
          case "timestamp" -> Simple.TIMESTAMP;
          case "decimal", "numeric" -> decimal();
          case "char" -> new HiveType.Char(length(LONGEST_CHAR));
          case "varchar" -> new HiveType.Varchar(length(LONGEST_VARCHAR));
          case "array" -> array();
          case "map" -> map();
          case "struct" -> struct();
          default -> throw unknown(start);
        };
    depth--;
    return type;
  }

  private HiveType decimal() {
    if (peek() != '(') {
      return new HiveType.Decimal(10, 0);
    }
    expect('(');
    var precision = number(1, MOST_PRECISION);
    var scale = 0;
    if (peek() == ',') {
      expect(',');
      scale = number(0, precision);
    }
    expect(')');
    return new HiveType.Decimal(precision, scale);
  }

  private int length(int most) {
    expect('(');
    var length = number(1, most);
    expect(')');
    return length;
  }

  private HiveType array() {
    expect('<');
    var element = type();
    expect('>');
    return new HiveType.Array(element);
  }

  private HiveType map() {
    expect('<');
    var start = at;
    var key = type();
    switch (key) {
      case HiveType.Array _, HiveType.Map _, HiveType.Struct _ -> {
        at = start;
        throw wrong("the key of a map must not be an array, a map or a struct");
      }
      case Simple _, HiveType.Decimal _, HiveType.Char _, HiveType.Varchar _ -> {}
    }
    expect(',');
    var value = type();
    expect('>');
    return new HiveType.Map(key, value);
  }

  private HiveType struct() {
    var fields = new ArrayList<Column>();
    var names = new HashSet<String>();
    expect('<');
    do {
      if (!fields.isEmpty()) {
        expect(',');
      }
      var name = name();
      if (!names.add(name.toLowerCase(Locale.ROOT))) {
        throw wrong("the field '" + name + "' is there twice");
      }
      expect(':');
      fields.add(new Column(name, type()));
    } while (peek() == ',');
    expect('>');
    return new HiveType.Struct(fields);
  }

  private String word() {
    peek();
    var start = at;
    while (at < text.length() && isWord(text.charAt(at))) {
      at++;
    }
    return text.substring(start, at).toLowerCase(Locale.ROOT);
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }

  private String name() {
    peek();
    var start = at;
    while (at < text.length() && ":,<>()".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    var name = text.substring(start, at).strip();
    if (name.isEmpty()) {
      throw wrong("a field must have a name");
    }
    return name;
  }

  private int number(int least, int most) {
    var digits = word();
    // up to nine digits are an int
    if (digits.matches("[0-9]{1,9}")) {
      var number = Integer.parseInt(digits);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw wrong("a number from " + least + " to " + most + " must be here, was '" + digits + "'");
  }

  private char peek() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at < text.length() ? text.charAt(at) : 0;
  }

  private void expect(char c) {
    if (peek() != c) {
      throw wrong("'" + c + "' must be here");
    }
    at++;
  }

  private FormatException unknown(int start) {
    var word = text.substring(start, at).strip();
    at = start;
    return wrong("'" + word + "' is not a type that can be converted");
  }

  private FormatException wrong(String rule) {
    return new FormatException(
        "The type of the column '%s' is wrong at character %d: %s; the type was '%s'",
        column, at + 1, rule, text);
  }
}
