package dev.millrace.local.mapping;

/// A mapping cannot be changed while another change of it is under way.
public final class MappingBusyException extends IllegalStateException {

  private static final long serialVersionUID = 1;

  MappingBusyException(String uuid, MappingState state) {
    super("mapping " + uuid + " must be Enabled or Disabled to be changed, was " + state.text());
  }
}
