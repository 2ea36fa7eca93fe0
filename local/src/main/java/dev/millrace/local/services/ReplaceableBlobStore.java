package dev.millrace.local.services;

import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;

/// Whichever store it is at the time of a call.
final class ReplaceableBlobStore extends ForwardingBlobStore {

  private volatile BlobStore current;

  ReplaceableBlobStore(BlobStore first) {
    super(first);
    this.current = first;
  }

  @Override
  public BlobStore delegate() {
    return current;
  }

  /// What is on its way to the former store is lost with it.
  void become(BlobStore next) {
    var former = current;
    current = next;
    former.close();
  }
}
