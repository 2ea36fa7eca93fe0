/// Sensor readings from Kinesis kept as DynamoDB items.
@NullMarked
package dev.millrace.sensor;

import org.jspecify.annotations.NullMarked;
