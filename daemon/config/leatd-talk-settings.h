/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-talk-settings.h - the options of what a source says to its device by itself */
#pragma once
#include "leat-host.h"
G_BEGIN_DECLS

typedef enum {
  LEATD_UNASKED_REJECT,
  LEATD_UNASKED_RECORD,
} LeatdUnasked;

/* part of LeatdSourceSettings, as its member talk */
typedef struct {
  GPtrArray *connect;           /* of GBytes: on-connect= */
  char      *connect_file;
  char      *connect_await;
  char     **connect_answer;
  gint64     connect_timeout;   /* µs, as all that follow */
  GPtrArray *commands;          /* of GBytes: poll-command= */
  char     **names;
  gint64     interval;          /* 0: none */
  char     **times;
  char      *zone;
  gint64     timeout;
  char     **answers;
  char     **until;
  gint64     frames;            /* 0: one, or any number until @until */
  int        unasked;           /* LeatdUnasked */
  gint64     settle;
  gint64     gap;
  gint64     failures;          /* 0: never */
  GPtrArray *named;             /* of GBytes: command= */
  char     **named_names;
  char     **named_answers;
  gint64     named_timeout;
} LeatdTalkSettings;

extern const char *const leatd_unasked_choices[];

#define LEATD_TALK_STRING(Settings, member, ...) \
  LEAT_OPTION_STRING (Settings, talk.member, __VA_ARGS__)
#define LEATD_TALK_LIST(Settings, member, ...) \
  LEAT_OPTION_LIST (Settings, talk.member, __VA_ARGS__)
#define LEATD_TALK_TIME(Settings, member, ...) \
  LEAT_OPTION_DURATION (Settings, talk.member, .flags = LEAT_OPTION_LIVE, __VA_ARGS__)

/* for the table of @Settings, which has a LeatdTalkSettings as its member talk */
#define LEATD_TALK_OPTIONS(Settings) \
  LEAT_OPTION_BYTES_LIST (Settings, talk.connect, .key = "on-connect", \
                          .summary = "What is sent when the device was opened, each in turn."), \
  LEATD_TALK_STRING (Settings, connect_file, .key = "on-connect-file", .flags = LEAT_OPTION_PATH, \
                     .summary = "File whose bytes are sent each time the device was opened."), \
  LEATD_TALK_STRING (Settings, connect_await, .key = "on-connect-await", \
                     .summary = "Regular expression of the frame that the device begins with, " \
                                "before anything is sent."), \
  LEATD_TALK_LIST (Settings, connect_answer, .key = "on-connect-answer", \
                   .summary = "Regular expressions of the answers to on-connect=, each awaited " \
                              "before the next is sent."), \
  LEAT_OPTION_DURATION (Settings, talk.connect_timeout, .key = "on-connect-timeout", \
                        .preset = "5s", .minimum = 1e3, .maximum = 3600e6, \
                        .summary = "Time that each answer to on-connect= may take."), \
  LEAT_OPTION_BYTES_LIST (Settings, talk.commands, .key = "poll-command", \
                          .summary = "What the device is asked, one after the other; \\; is a ; " \
                                     "in one."), \
  LEATD_TALK_LIST (Settings, names, .key = "poll-name", \
                   .summary = "Names of poll-command=, which records have as their tag command; " \
                              "the bytes as they are spelled if not given."), \
  LEAT_OPTION_DURATION (Settings, talk.interval, .key = "poll-interval", \
                        .flags = LEAT_OPTION_LIVE, .preset = "none", .minimum = 0, \
                        .maximum = 31 * 86400e6, \
                        .summary = "Time from one round of questions to the next."), \
  LEATD_TALK_LIST (Settings, times, .key = "poll-times", \
                   .summary = "Times of day when rounds of questions begin: 06:00;14:00;22:00."), \
  LEATD_TALK_STRING (Settings, zone, .key = "poll-zone", \
                     .summary = "Time zone of poll-times=: UTC, local, +08:00 or a name such as " \
                                "Asia/Taipei."), \
  LEATD_TALK_TIME (Settings, timeout, .key = "poll-timeout", .preset = "1s", .minimum = 1e3, \
                   .maximum = 3600e6, \
                   .summary = "Time that an answer may take, and each of its further frames."), \
  LEATD_TALK_LIST (Settings, answers, .key = "poll-answer", \
                   .summary = "Regular expression of a frame that is an answer: one for all " \
                              "commands, or one for each; the next frame if not given."), \
  LEATD_TALK_LIST (Settings, until, .key = "poll-until", \
                   .summary = "Regular expression of the frame that ends an answer of several: " \
                              "one for all commands, or one for each."), \
  LEAT_OPTION_INT (Settings, talk.frames, .key = "poll-frames", .preset = "0", .minimum = 0, \
                   .maximum = 100000, \
                   .summary = "Frames that an answer has, with poll-until= the most; 0: one, or " \
                              "up to 1000 with that."), \
  LEAT_OPTION_CHOICE (Settings, talk.unasked, .key = "poll-unasked", .preset = "reject", \
                      .choices = leatd_unasked_choices, \
                      .summary = "What becomes of frames that are no answer."), \
  LEATD_TALK_TIME (Settings, settle, .key = "poll-settle", .minimum = 0, \
                   .maximum = 3600e6, \
                   .summary = "Silence behind an answer that did not come in time, before the " \
                              "next question: what comes until then is late, and a reject; that " \
                              "of poll-timeout= if not given."), \
  LEATD_TALK_TIME (Settings, gap, .key = "poll-gap", .preset = "20ms", .minimum = 0, \
                   .maximum = 3600e6, \
                   .summary = "Silence behind an answer before the next question: what comes " \
                              "until then came twice, and is a reject."), \
  LEAT_OPTION_INT (Settings, talk.failures, .key = "poll-failures", .flags = LEAT_OPTION_LIVE, \
                   .preset = "3", .minimum = 0, .maximum = 1e6, \
                   .summary = "Questions in a row without an answer after which the device is " \
                              "opened anew; 0: never."), \
  LEAT_OPTION_BYTES_LIST (Settings, talk.named, .key = "command", \
                          .summary = "What `leat send SOURCE --command NAME` sends; \\; is a ; " \
                                     "in one."), \
  LEATD_TALK_LIST (Settings, named_names, .key = "command-name", \
                   .summary = "Names of command=, one for each."), \
  LEATD_TALK_LIST (Settings, named_answers, .key = "command-answer", \
                   .summary = "Regular expressions of the answers to command=, one for each of " \
                              "the first: such a frame is given to who sent the command, and is " \
                              "no record; nothing is awaited of the others."), \
  LEATD_TALK_TIME (Settings, named_timeout, .key = "command-timeout", .preset = "5s", \
                   .minimum = 1e3, .maximum = 3600e6, \
                   .summary = "Time that an answer to command= may take.")

G_END_DECLS
