/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bench-framers.c - how fast each framer finds frames, beside a memchr over the same bytes:
 * `bench-framers [MEGABYTES]` */
#include "../plugins/mixed-host.h"
#include "cpu-time.h"
#include <string.h>

#define READ_SIZE 65536
#define MAX_FRAME 65536

static volatile gsize result; /* keeps what is measured */

/* what a frame of the stream is */
typedef struct {
  const char *name;
  const LeatFramerClass *klass;
  const char *options[17];
  const char *before; /* bytes before a payload of x */
  gsize n_before;
  gsize n_payload;
  const char *check; /* the checksum that follows, of all behind the first byte; NULL: none */
  const char *behind;
  gsize n_behind;
} Bench;

#define TEXT(text) text, sizeof (text) - 1

#define LENGTH(adjust) \
  "sync", "\\xb5", "length-at", "1", "length-width", "2", "length-adjust", adjust
#define CRC "checksum", "crc-16/modbus", "checksum-form", "little", "checksum-range", "1:"

static const Bench benches[] = {
  { "length, 64 bytes",
    &length_framer_class,
    { LENGTH ("3") },
    TEXT ("\xb5\0\x3d"),
    61,
    NULL,
    TEXT ("") },
  { "length, CRC-16, 64 bytes",
    &length_framer_class,
    { LENGTH ("5"), CRC },
    TEXT ("\xb5\0\x3b"),
    59,
    "crc-16/modbus",
    TEXT ("") },
  { "length, CRC-16, 512 bytes",
    &length_framer_class,
    { LENGTH ("5"), CRC },
    TEXT ("\xb5\x01\xfb"),
    507,
    "crc-16/modbus",
    TEXT ("") },
  { "length, digits, 64 bytes",
    &length_framer_class,
    { "sync", "%P", "length-at", "2", "length-width", "4", "length-form", "decimal",
      "length-adjust", "7", "trailer", "\\r" },
    TEXT ("%P0057"),
    57,
    NULL,
    TEXT ("\r") },
  { "start-end, 64 bytes", &start_end_framer_class, { NULL }, TEXT ("\2"), 62, NULL, TEXT ("\3") },
  { "start-end, escape, 64 bytes",
    &start_end_framer_class,
    { "start", "\\x10\\x02", "end", "\\x10\\x03", "escape", "\\x10" },
    TEXT ("\x10\2\x10\x10"),
    58,
    NULL,
    TEXT ("\x10\3") },
  { "fixed, 64 bytes",
    &fixed_framer_class,
    { "length", "64", "sync", "S", "trailer", "\\r\\n" },
    TEXT ("S"),
    61,
    NULL,
    TEXT ("\r\n") },
  { "fixed, Beast, 23 bytes",
    &fixed_framer_class,
    { "sync", "\\x1a", "types", "1:11;2:16;3:23", "type-at", "1", "escape", "\\x1a" },
    TEXT ("\x1a"
          "3"),
    21,
    NULL,
    TEXT ("") },
  { "sml-transport, 256 bytes",
    &sml_transport_framer_class,
    { "checksum", "crc-16/x-25" },
    TEXT ("\x1b\x1b\x1b\x1b\1\1\1\1"),
    240,
    NULL,
    TEXT ("\x1b\x1b\x1b\x1b\x1a\0\x23\xf6") },
  { "cobs, 64 bytes", &cobs_framer_class, { NULL }, TEXT ("\x3f"), 62, NULL, TEXT ("\0") },
  { "slip, 64 bytes", &slip_framer_class, { NULL }, TEXT (""), 63, NULL, TEXT ("\xc0") },
  { "netstring, 64 bytes", &netstring_framer_class, { NULL }, TEXT ("60:"), 60, NULL, TEXT (",") },
  { "hdlc, stuffed, FCS-16, 64 bytes",
    &hdlc_framer_class,
    { NULL },
    TEXT ("\x7e"),
    60,
    "crc-16/x-25",
    TEXT ("\x7e") },
  { "hdlc, stuffed, FCS-16, 512 bytes",
    &hdlc_framer_class,
    { NULL },
    TEXT ("\x7e"),
    508,
    "crc-16/x-25",
    TEXT ("\x7e") },
  { "hdlc, type 3, 64 bytes",
    &hdlc_framer_class,
    { "stuffing", "no" },
    TEXT ("\x7e\xa0\x3e"),
    58,
    "crc-16/x-25",
    TEXT ("\x7e") },
  { "modbus, 64 bytes",
    &modbus_framer_class,
    { NULL },
    TEXT ("\1\3\x3b"),
    59,
    NULL,
    TEXT ("\x06\x5a") },
  { "block, 3 lines, 64 bytes",
    &block_framer_class,
    { "start", "ST", "end", "EN" },
    TEXT ("ST\n"),
    57,
    NULL,
    TEXT ("\nEN\n") },
  { "regex, 64 bytes",
    &regex_framer_class,
    { "pattern", "<[^>]*>" },
    TEXT ("<"),
    62,
    NULL,
    TEXT (">") },
  { "delimiter, 64 bytes", &delimiter_framer_class, { NULL }, TEXT (""), 63, NULL, TEXT ("\n") },
  { "gap, 64 bytes", &gap_framer_class, { NULL }, TEXT (""), 64, NULL, TEXT ("") },
  { "gap, CRC-16, 64 bytes",
    &gap_framer_class,
    { "checksum", "crc-16/modbus", "checksum-form", "little", "checksum-range", "1:" },
    TEXT ("x"),
    61,
    "crc-16/modbus",
    TEXT ("") },
  { "mixed, first of 3, 64 bytes",
    &mixed_framer_class,
    { "framers", "messages;strings;sentences" },
    TEXT ("\xb5\0\x3b"),
    59,
    "crc-16/modbus",
    TEXT ("") },
  { "mixed, last of 3, 64 bytes",
    &mixed_framer_class,
    { "framers", "messages;strings;sentences" },
    TEXT ("$"),
    58,
    NULL,
    TEXT ("*00\r\n") },
};

static void
put_frame (GString *stream, const Bench *bench)
{
  const gsize begin = stream->len;

  g_string_append_len (stream, bench->before, (gssize) bench->n_before);
  for (gsize i = 0; i < bench->n_payload; i++)
    g_string_append_c (stream, 'x');
  if (bench->check != NULL)
    {
      g_autoptr (LeatChecksum) checksum = leat_checksum_new (bench->check, NULL);
      const guint64 number = leat_checksum_compute (checksum,
                                                    (const guint8 *) stream->str + begin + 1,
                                                    stream->len - begin - 1);

      g_string_append_c (stream, (char) number);
      g_string_append_c (stream, (char) (number >> 8));
    }
  g_string_append_len (stream, bench->behind, (gssize) bench->n_behind);
}

/* those inside a mixed one are made by a host */
static LeatFramer *
make_framer (const Bench *bench)
{
  const gboolean is_mixed = bench->klass == &mixed_framer_class;

  return feed_framer_new (is_mixed ? mixed_host_class () : bench->klass, bench->options);
}

/* the seconds for @total bytes, in reads that are copied into the buffer as read() does */
static double
measure (const Bench *bench, const GString *stream, gsize n_frame, guint64 total)
{
  g_autoptr (LeatFraming) framing = leat_framing_new (make_framer (bench), MAX_FRAME);
  LeatArrival arrival = { .struct_size = sizeof (LeatArrival), .byte_time = 1000 };
  const gboolean by_silence = bench->klass == &gap_framer_class; /* a read is a frame */
  const gsize n_read = by_silence ? n_frame : READ_SIZE / n_frame * n_frame;
  const double begin = cpu_time_get ();
  guint64 n_frames = 0, fed;
  LeatPiece piece;

  for (fed = 0; fed < total; fed += n_read)
    {
      memcpy (leat_framing_reserve (framing, n_read), stream->str, n_read);
      leat_framing_commit (framing, n_read, &arrival);
      if (by_silence)
        leat_framing_end (framing, LEAT_END_SILENCE, arrival.moment);
      while (leat_framing_next (framing, &piece))
        n_frames += piece.reason == NULL;
    }
  g_assert_cmpuint (n_frames, ==, fed / n_frame);
  return cpu_time_get () - begin;
}

/* looks through the same bytes, copied likewise, frame by frame */
static double
measure_memchr (const GString *stream, gsize n_frame, guint64 total)
{
  g_autofree char *buffer = g_malloc (READ_SIZE);
  const gsize n_read = READ_SIZE / n_frame * n_frame;
  const double begin = cpu_time_get ();

  for (guint64 fed = 0; fed < total; fed += n_read)
    {
      memcpy (buffer, stream->str, n_read);
      for (gsize at = 0; at < n_read; at += n_frame)
        result += memchr (buffer + at, 0xfe, n_frame) != NULL;
    }
  return cpu_time_get () - begin;
}

static void
tell (const Bench *bench, guint64 total)
{
  g_autoptr (GString) stream = g_string_new (NULL);
  double best = G_MAXDOUBLE, other = G_MAXDOUBLE;
  gsize n_frame;

  put_frame (stream, bench);
  n_frame = stream->len;
  while (stream->len < READ_SIZE)
    put_frame (stream, bench);
  for (guint i = 0; i < 3; i++)
    {
      best = MIN (best, measure (bench, stream, n_frame, total));
      other = MIN (other, measure_memchr (stream, n_frame, total));
    }
  g_print ("%-32s %6.0f MB/s %6.1f ns a frame; memchr %6.0f MB/s %5.1f ns\n", bench->name,
           (double) total / best / 1e6, best * 1e9 * (double) n_frame / (double) total,
           (double) total / other / 1e6, other * 1e9 * (double) n_frame / (double) total);
}

int
main (int argc, char **argv)
{
  const guint64 total = (argc > 1 ? g_ascii_strtoull (argv[1], NULL, 10) : 256) * 1000000;

  for (guint i = 0; i < G_N_ELEMENTS (benches); i++)
    tell (&benches[i], total);
  return 0;
}
