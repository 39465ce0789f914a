/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* cpp-plugin.cc - a source, a link, a framer and a sink in C++17
 *
 * The host makes an instance of zeroed memory and calls no constructor: what needs one stands
 * behind a pointer that init() sets and clear() deletes. No exception leaves a function that the
 * host calls: between it and the host there are C functions, through which none can be thrown. */
#include <leat.h>
#include <algorithm>
#include <cstring>
#include <fcntl.h>
#include <stdexcept>
#include <string>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace {

/* what an exception says is the error */
template <typename Body>
gboolean
guarded (GError **error, Body body) noexcept
{
  try
    {
      body ();
      return TRUE;
    }
  catch (const std::exception &exception)
    {
      return leat_error_fail (error, LEAT_ERROR_FAILED, "%s", exception.what ());
    }
  catch (...)
    {
      return leat_error_fail (error, LEAT_ERROR_FAILED, "something was thrown that is no exception");
    }
}

class File
{
public:
  File (const std::string &path, int flags)
      : fd (::open (path.c_str (), flags | O_CLOEXEC, 0600)), name (path)
  {
    if (fd < 0)
      fail ();
  }
  File (const File &) = delete;
  File &operator= (const File &) = delete;
  ~File () { ::close (fd); }

  gsize
  read (guint8 *data, gsize size)
  {
    const gssize length = ::read (fd, data, size);

    if (length < 0)
      fail ();
    return static_cast<gsize> (length);
  }

  void
  write (const std::string &text)
  {
    if (::write (fd, text.data (), text.size ()) != static_cast<gssize> (text.size ()))
      fail ();
  }

  const int fd;

private:
  [[noreturn]] void
  fail () const
  {
    throw std::system_error (errno, std::generic_category (), name);
  }

  std::string name;
};

/* --- a link that reads a file --- */

struct CppLink
{
  LeatLink parent;
  gint64 chunk;
  File *file;
};

CppLink *
self_of (LeatLink *link)
{
  return reinterpret_cast<CppLink *> (link);
}

const LeatOption link_options[] = {
  LEAT_OPTION_SIZE (CppLink, chunk, "chunk", "The most that a read brings.", "3",
                    LEAT_OPTION_FLAGS_NONE, 1, 4096),
  LEAT_OPTION_END,
};

gboolean
link_open (LeatLink *link, const char *device, GCancellable *, GError **error)
{
  return guarded (error, [&] {
    self_of (link)->file = new File (device + std::strlen ("cpp://"), O_RDONLY | O_NONBLOCK);
  });
}

void
link_close (LeatLink *link)
{
  delete std::exchange (self_of (link)->file, nullptr);
}

int
link_get_fd (LeatLink *link)
{
  return self_of (link)->file->fd;
}

gssize
link_read (LeatLink *link, guint8 *data, gsize size, LeatArrival *arrival, GError **error)
{
  CppLink *self = self_of (link);
  gssize length = -1;

  guarded (error, [&] {
    length = static_cast<gssize> (
        self->file->read (data, std::min (size, static_cast<gsize> (self->chunk))));
    arrival->moment = leat_clock_now ();
    arrival->end = length == 0 ? LEAT_END_STREAM : LEAT_END_NO;
  });
  return length;
}

const LeatLinkClass link_class = [] {
  LeatLinkClass klass = {};

  klass.struct_size = sizeof klass;
  klass.instance_size = sizeof (CppLink);
  klass.schemes = "cpp";
  klass.summary = "A file.";
  klass.options = link_options;
  klass.flags = LEAT_LINK_CAN_WAIT;
  klass.open = link_open;
  klass.close = link_close;
  klass.get_fd = link_get_fd;
  klass.read = link_read;
  return klass;
}();

/* --- a framer: up to a semicolon --- */

LeatScan
framer_scan (LeatFramer *, const LeatScanInput *input, LeatFrame *frame)
{
  const guint8 *last = input->data + input->length;
  const guint8 *end = std::find (input->data, last, guint8 { ';' });

  frame->reason = "no end";
  if (end == last)
    return input->end == LEAT_END_NO ? LEAT_SCAN_MORE : LEAT_SCAN_BAD;
  frame->payload = input->data;
  frame->length = static_cast<gsize> (end - input->data);
  frame->used = frame->length + 1;
  return LEAT_SCAN_FRAME;
}

const LeatFramerClass framer_class = [] {
  LeatFramerClass klass = {};

  klass.struct_size = sizeof klass;
  klass.instance_size = sizeof (LeatFramer);
  klass.name = "cpp";
  klass.summary = "Frames with an end.";
  klass.scan = framer_scan;
  return klass;
}();

/* --- a source with a grammar --- */

LeatVerdict
source_frame (LeatSource *, LeatStream *, const LeatFrame *frame, const LeatArrival *, LeatBatch *,
              GError **error)
{
  LeatVerdict verdict = LEAT_VERDICT_REJECTED;

  guarded (error, [&] {
    const std::string text (reinterpret_cast<const char *> (frame->payload), frame->length);

    if (text.at (0) == '!')
      throw std::invalid_argument ("it says no");
    verdict = text[0] == '#' ? LEAT_VERDICT_TAKEN : LEAT_VERDICT_RECORD;
  });
  return verdict;
}

const LeatSourceClass source_class = [] {
  LeatSourceClass klass = {};

  klass.struct_size = sizeof klass;
  klass.instance_size = sizeof (LeatSource);
  klass.name = "cpp";
  klass.summary = "What comes over a link.";
  klass.schemes = "cpp";
  klass.framer = "cpp";
  klass.frame = source_frame;
  return klass;
}();

/* --- a sink: lines of JSON in a file --- */

class Lines
{
public:
  explicit Lines (const std::string &path) : file (path, O_WRONLY | O_CREAT | O_APPEND) {}

  void
  write (LeatBatch *batch, guint from, guint count)
  {
    g_autoptr (GString) text = g_string_new (nullptr);

    leat_json_append_batch (text, batch, from, count, LEAT_JSON_LINES);
    file.write (std::string (text->str, text->len));
    n_taken += count;
  }

  guint64
  take_safe ()
  {
    return std::exchange (n_taken, 0);
  }

private:
  File file;
  guint64 n_taken = 0;
};

struct CppSink
{
  LeatSink parent;
  char *path;
  Lines *lines;
};

CppSink *
self_of (LeatSink *sink)
{
  return reinterpret_cast<CppSink *> (sink);
}

const LeatOption sink_options[] = {
  LEAT_OPTION_STRING (CppSink, path, "path", "The file.", nullptr, LEAT_OPTION_REQUIRED),
  LEAT_OPTION_END,
};

gboolean
sink_open (LeatSink *sink, const char *, GCancellable *, GError **error)
{
  return guarded (error, [&] { self_of (sink)->lines = new Lines (self_of (sink)->path); });
}

gboolean
sink_write (LeatSink *sink, LeatBatch *batch, guint from, guint count, guint *taken,
            GCancellable *, GError **error)
{
  return guarded (error, [&] {
    self_of (sink)->lines->write (batch, from, count);
    *taken = count;
  });
}

gboolean
sink_flush (LeatSink *sink, guint64 *safe, char **, GCancellable *, GError **)
{
  *safe = self_of (sink)->lines->take_safe ();
  return TRUE;
}

void
sink_close (LeatSink *sink)
{
  delete std::exchange (self_of (sink)->lines, nullptr);
}

const LeatSinkClass sink_class = [] {
  LeatSinkClass klass = {};

  klass.struct_size = sizeof klass;
  klass.instance_size = sizeof (CppSink);
  klass.name = "cpp";
  klass.summary = "Lines of JSON.";
  klass.options = sink_options;
  klass.open = sink_open;
  klass.write = sink_write;
  klass.flush = sink_flush;
  klass.close = sink_close;
  return klass;
}();

const LeatSourceClass *const sources[] = { &source_class, nullptr };
const LeatLinkClass *const links[] = { &link_class, nullptr };
const LeatFramerClass *const framers[] = { &framer_class, nullptr };
const LeatSinkClass *const sinks[] = { &sink_class, nullptr };

} // namespace

LEAT_PLUGIN_DEFINE ("cpp", "1.0", "Written in C++.", "LGPL-2.1-or-later", nullptr, sources, links,
                    framers, sinks)
