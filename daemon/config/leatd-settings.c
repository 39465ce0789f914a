/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-settings.c - the host's own options, as tables */
#include "config/leatd-settings.h"
#include "config/leatd-config.h"

static const char *const log_levels[] = { "error", "warning", "info", "debug", NULL };
static const char *const when_full[] = { "auto", "drop-oldest", "block", NULL };
const char *const leatd_unasked_choices[] = { "reject", "record", NULL };
static const char *const timeout_next[] = { "rest", "frame", NULL };
static const char *const allowed[] = { "no", "named", "yes", NULL };
static const char *const orders[] = { "source", "none", NULL };
static const char *const settles[] = { "auto", "yes", "no", NULL };

#define SECOND (1e6)
#define DAY (86400 * SECOND)
#define MIB (1024.0 * 1024)

/* sources and sinks that fail are tried again in the same way */
#define RETRY_OPTIONS(Settings) \
  LEAT_OPTION_DURATION (Settings, retry_first, .key = "retry-first", .flags = LEAT_OPTION_LIVE, \
                        .preset = "250ms", .minimum = 1e3, .maximum = DAY, \
                        .summary = "Wait before the first new try; doubled each time."), \
      LEAT_OPTION_DURATION (Settings, retry_longest, .key = "retry-longest", \
                            .flags = LEAT_OPTION_LIVE, .preset = "30s", .minimum = 1e3, \
                            .maximum = DAY, .summary = "Longest wait before a new try.")

const LeatOption leatd_daemon_options[] = {
  LEAT_OPTION_STRING (
      LeatdDaemonSettings, gateway, .key = "gateway",
      .summary =
          "Name of this gateway, which goes with every record; the host's name if not given."),
  LEAT_OPTION_STRING (LeatdDaemonSettings, state_dir, .key = "state-dir", .preset = LEATD_STATE_DIR,
                      .flags = LEAT_OPTION_PATH,
                      .summary = "Folder of rejects, positions and what is known of modules."),
  LEAT_OPTION_LIST (LeatdDaemonSettings, plugin_path, .key = "plugin-path",
                    .flags = LEAT_OPTION_PATH,
                    .summary = "Folders of plugins, searched before the installed one; root or the "
                               "daemon's user owns them and what is in them, and not anybody may "
                               "write there."),
  LEAT_OPTION_LIST (LeatdDaemonSettings, schema_path, .key = "schema-path",
                    .flags = LEAT_OPTION_PATH,
                    .summary = "Folders of schemas, searched before the installed one."),
  LEAT_OPTION_DURATION (LeatdDaemonSettings, stop_timeout, .key = "stop-timeout", .preset = "10s",
                        .minimum = 100e3, .maximum = 3600 * SECOND,
                        .summary = "Time that sources and sinks have to come to rest."),
  LEAT_OPTION_DURATION (LeatdDaemonSettings, stuck_after, .key = "stuck-after", .preset = "30s",
                        .minimum = 10e3, .maximum = DAY,
                        .summary = "A plugin that has not returned for so long is stuck."),
  LEAT_OPTION_SIZE (LeatdDaemonSettings, rejects_size, .key = "rejects-size", .preset = "64M",
                    .minimum = 64 * 1024, .maximum = 1024 * 1024 * MIB,
                    .summary = "Bytes of rejects that are kept; the oldest give way."),
  LEAT_OPTION_SIZE (LeatdDaemonSettings, disk_low, .key = "disk-low", .preset = "256M",
                    .minimum = 0, .maximum = 1024 * 1024 * MIB,
                    .summary =
                        "Free bytes on the disk of state-dir= below which it is low, which is an "
                        "event; 0: never."),
  LEAT_OPTION_CHOICE (LeatdDaemonSettings, log_level, .key = "log-level", .preset = "info",
                      .choices = log_levels,
                      .summary = "What is logged of components that log-levels= does not name."),
  LEAT_OPTION_LIST (LeatdDaemonSettings, log_levels, .key = "log-levels",
                    .summary = "Levels of single components, such as camera0:debug."),
  LEAT_OPTION_END
};

const LeatOption leatd_source_options[] = {
  LEAT_OPTION_STRING (LeatdSourceSettings, plugin, .key = "plugin", .flags = LEAT_OPTION_REQUIRED,
                      .summary = "Class of the source."),
  LEAT_OPTION_STRING (LeatdSourceSettings, device, .key = "device",
                      .summary = "What the source is connected to: a path, or SCHEME://ADDRESS."),
  LEAT_OPTION_STRING (
      LeatdSourceSettings, framer, .key = "framer",
      .summary = "How frames are found: a [framer NAME] group, or a class with its presets."),
  LEAT_OPTION_STRING (
      LeatdSourceSettings, schema, .key = "schema",
      .summary = "How frames become records: a name under records/ of the schema path, or a path."),
  LEAT_OPTION_LIST (LeatdSourceSettings, from, .key = "from",
                    .summary = "Sources whose records a junction takes; * and ? stand for others."),
  LEAT_OPTION_SIZE (LeatdSourceSettings, max_frame, .key = "max-frame", .preset = "64k",
                    .minimum = 16, .maximum = 16 * MIB,
                    .summary = "A longer frame is noise: rejects of this size at the most."),
  LEAT_OPTION_DURATION (LeatdSourceSettings, frame_timeout, .key = "frame-timeout",
                        .flags = LEAT_OPTION_LIVE, .preset = "0", .minimum = 0, .maximum = DAY,
                        .summary =
                            "Silence after which a frame that is not whole is a reject; 0: none."),
  LEAT_OPTION_CHOICE (LeatdSourceSettings, timeout_next, .key = "frame-timeout-next",
                      .preset = "rest", .choices = timeout_next,
                      .summary = "What comes behind frame-timeout=: perhaps the rest of the frame, "
                                 "which is a reject up to where one begins; or a frame, of a "
                                 "device that pauses within none."),
  LEAT_OPTION_BOOL (LeatdSourceSettings, keep_frame, .key = "keep-frame", .preset = "no",
                    .summary = "Keep the raw frame with each record."),
  LEAT_OPTION_DURATION (
      LeatdSourceSettings, expect_every, .key = "expect-every", .flags = LEAT_OPTION_LIVE,
      .preset = "0", .minimum = 0, .maximum = 31 * DAY,
      .summary = "Silence after which the source is silent, which is an event; 0: never."),
  LEAT_OPTION_DURATION (
      LeatdSourceSettings, clock_mark, .key = "clock-mark", .preset = "0", .minimum = 0,
      .maximum = 31 * DAY,
      .summary =
          "Difference of the device's clock (role=time) to ours above which it is an event; 0: "
          "never."),
  LEAT_OPTION_DURATION (LeatdSourceSettings, idle_reopen, .key = "idle-reopen",
                        .flags = LEAT_OPTION_LIVE, .preset = "0", .minimum = 0, .maximum = 31 * DAY,
                        .summary = "Silence after which the device is opened anew; 0: never."),
  LEAT_OPTION_CHOICE (LeatdSourceSettings, allow_commands, .key = "allow-commands",
                      .flags = LEAT_OPTION_LIVE, .preset = "no", .choices = allowed,
                      .summary = "What may be sent to the device: nothing; named: only what "
                                 "command= names; yes: anything."),
  LEAT_OPTION_STRING (
      LeatdSourceSettings, record, .key = "record", .flags = LEAT_OPTION_LIVE,
      .summary = "File that keeps what comes over the link and goes there, with times and errors, "
                 "as pcapng, which Wireshark opens; a relative path is meant from state-dir=."),
  LEAT_OPTION_SIZE (LeatdSourceSettings, record_size, .key = "record-size",
                    .flags = LEAT_OPTION_LIVE, .preset = "64M", .minimum = 4096,
                    .maximum = 1024 * 1024 * MIB,
                    .summary = "Bytes after which record= begins another file; NAME.pcapng becomes "
                               "NAME.1.pcapng."),
  LEAT_OPTION_INT (LeatdSourceSettings, record_files, .key = "record-files",
                   .flags = LEAT_OPTION_LIVE, .preset = "8", .minimum = 1, .maximum = 10000,
                   .summary = "Files of record= that are kept, with the one at hand."),
  RETRY_OPTIONS (LeatdSourceSettings),
  LEATD_TALK_OPTIONS (LeatdSourceSettings),
  LEAT_OPTION_END
};

const LeatOption leatd_sink_options[] = {
  LEAT_OPTION_STRING (LeatdSinkSettings, plugin, .key = "plugin", .flags = LEAT_OPTION_REQUIRED,
                      .summary = "Class of the sink."),
  LEAT_OPTION_LIST (LeatdSinkSettings, from, .key = "from", .preset = "*",
                    .summary = "Sources whose records it takes; * and ? stand for others."),
  LEAT_OPTION_STRING (LeatdSinkSettings, via, .key = "via", .preset = "auto",
                      .summary =
                          "Store that it reads from: its name, or none; auto: the one there is."),
  LEAT_OPTION_INT (LeatdSinkSettings, batch_records, .key = "batch-records", .preset = "1000",
                   .minimum = 1, .maximum = 1e6,
                   .summary = "Records of one request, and of one read from a store."),
  LEAT_OPTION_SIZE (LeatdSinkSettings, batch_size, .key = "batch-size", .preset = "4M",
                    .minimum = 1024, .maximum = 1024 * MIB,
                    .summary = "Bytes of one read from a store; at least a record is read."),
  LEAT_OPTION_DURATION (
      LeatdSinkSettings, linger, .key = "linger", .preset = "0", .minimum = 0, .maximum = 3600e6,
      .summary = "Wait for more records before less than a whole batch is read from a store."),
  LEAT_OPTION_CHOICE (
      LeatdSinkSettings, order, .key = "order", .preset = "source", .choices = orders,
      .summary = "Whether records are sent in order, by one request at a time; none: by several at "
                 "once, of which a crash, or a stop, may repeat twice requests=, with their keys."),
  LEAT_OPTION_INT (LeatdSinkSettings, requests, .key = "requests", .preset = "4", .minimum = 1,
                   .maximum = 64, .summary = "Requests that are made at once with order=none."),
  LEAT_OPTION_INT (
      LeatdSinkSettings, hold_after, .key = "hold-after", .preset = "5", .minimum = 0,
      .maximum = 1e6,
      .summary =
          "Refused records in a row after which no more are refused and all wait; 0: never."),
  LEAT_OPTION_INT (
      LeatdSinkSettings, suspect_after, .key = "suspect-after", .flags = LEAT_OPTION_LIVE,
      .preset = "10", .minimum = 0, .maximum = 1e6,
      .summary =
          "Faults of the peer (5xx) in a row, more where it wavers, after which the next record is "
          "tried first; one that alone fails is refused; 0: never."),
  LEAT_OPTION_INT (LeatdSinkSettings, backlog_mark, .key = "backlog-mark",
                   .flags = LEAT_OPTION_LIVE, .preset = "0", .minimum = 0, .maximum = 1e15,
                   .summary = "Records that wait for it above which it is an event; 0: never."),
  LEAT_OPTION_CHOICE (
      LeatdSinkSettings, when_full, .key = "when-full", .preset = "auto", .choices = when_full,
      .summary =
          "Drop the oldest or hold the source back; auto: block what can wait, drop for the rest."),
  LEAT_OPTION_SIZE (LeatdSinkSettings, queue_size, .key = "queue-size", .preset = "16M",
                    .minimum = 64 * 1024, .maximum = 16 * 1024 * MIB,
                    .summary = "Bytes that may wait for it."),
  LEAT_OPTION_INT (LeatdSinkSettings, queue_records, .key = "queue-records", .preset = "200000",
                   .minimum = 1, .maximum = 1e9, .summary = "Records that may wait for it."),
  LEAT_OPTION_INT (
      LeatdSinkSettings, flush_records, .key = "flush-records", .flags = LEAT_OPTION_LIVE,
      .preset = "100000", .minimum = 1, .maximum = 1e9,
      .summary =
          "Records written after which all is made lasting; at once when nothing more waits."),
  LEAT_OPTION_DURATION (LeatdSinkSettings, flush_interval, .key = "flush-interval",
                        .flags = LEAT_OPTION_LIVE, .preset = "1s", .minimum = 1e3, .maximum = DAY,
                        .summary = "Time after which all that is written is made lasting."),
  LEAT_OPTION_CHOICE (
      LeatdSinkSettings, settles, .key = "settles", .preset = "auto", .choices = settles,
      .summary = "Whether a source's acknowledgement waits for it; auto: as its class says."),
  RETRY_OPTIONS (LeatdSinkSettings),
  LEAT_OPTION_END
};

const LeatOption leatd_framer_options[] = {
  LEAT_OPTION_STRING (LeatdFramerSettings, type, .key = "type", .flags = LEAT_OPTION_REQUIRED,
                      .summary = "Class of the framer, or a preset: a name, or a path."),
  LEAT_OPTION_END
};

const LeatOption leatd_preset_options[] = {
  LEAT_OPTION_STRING (LeatdPresetSettings, type, .key = "type", .flags = LEAT_OPTION_REQUIRED,
                      .summary = "Class of the framer."),
  LEAT_OPTION_STRING (LeatdPresetSettings, summary, .key = "summary", .flags = LEAT_OPTION_REQUIRED,
                      .summary = "One sentence on the protocol."),
  LEAT_OPTION_STRING (LeatdPresetSettings, source, .key = "source",
                      .summary = "Where it is written that frames look so."),
  LEAT_OPTION_END
};

/* as LeatEnd counts them */
static const char *const ends[] = { "none", "message", "silence", "stream", "cut", NULL };

const LeatOption leatd_preset_example_options[] = {
  LEAT_OPTION_BYTES_LIST (LeatdPresetExample, bytes, .key = "bytes", .flags = LEAT_OPTION_REQUIRED,
                          .summary = "What comes; of several parts, separated by ;, each ends as "
                                     "end= says."),
  LEAT_OPTION_CHOICE (LeatdPresetExample, end, .key = "end", .preset = "none", .choices = ends,
                      .summary = "What ends the bytes; none: more may come."),
  LEAT_OPTION_END
};
