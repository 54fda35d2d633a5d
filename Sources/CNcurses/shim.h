/* What Swift can't import of ncurses: macros, globals, and calls with unions or varargs. */
#ifndef PROMWALL_CNCURSES_SHIM_H
#define PROMWALL_CNCURSES_SHIM_H

#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <locale.h>
#include <langinfo.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <term.h>
#include <wchar.h>

static inline SCREEN *pw_newterm(const char *type) { return newterm(type, stdout, stdin); }

/* How many colours terminfo gives a terminal, without starting it; -1 where it knows none. */
static inline int pw_terminal_colors(const char *type) {
  int status = 0;
  if (setupterm(type, 1, &status) != OK) return -1;
  int colors = tigetnum("colors");
  del_curterm(cur_term);
  return colors < 0 ? 0 : colors;
}

/* The size comes from pw_window alone: what the environment or the other end of a line says may be
   so large that ncurses has no memory for it. */
static inline void pw_own_size(void) { use_env(FALSE); }

/* No core file and no debugger of the same user's: memory holds credentials. */
static inline void pw_close_memory(void) { prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }

static inline WINDOW *pw_stdscr(void) { return stdscr; }
static inline int pw_colors(void) { return tigetnum("colors"); }
static inline void pw_keypad(void) { keypad(stdscr, TRUE); nodelay(stdscr, TRUE); }
static inline void pw_clear(void) { clearok(curscr, TRUE); erase(); }

/* The window's size as the kernel knows it. */
static inline int pw_window(int *height, int *width) {
  struct winsize size;
  if (ioctl(1, TIOCGWINSZ, &size) != 0 || size.ws_row == 0 || size.ws_col == 0) return 0;
  *height = size.ws_row;
  *width = size.ws_col;
  return 1;
}

/* One character with its combining marks, NUL-terminated, at a place. */
static inline void pw_put(int row, int column, const wchar_t *text, int bold, int underline,
                          int reverse, int pair) {
  cchar_t cell;
  attr_t attributes = A_NORMAL;
  if (bold) attributes |= A_BOLD;
  if (underline) attributes |= A_UNDERLINE;
  if (reverse) attributes |= A_REVERSE;
  setcchar(&cell, text, attributes, 0, &pair);
  mvadd_wch(row, column, &cell);
}

/* 0: nothing waits, 1: a character, 2: a function key. */
static inline int pw_key(unsigned int *code) {
  wint_t key = 0;
  int kind = get_wch(&key);
  *code = key;
  return kind == OK ? 1 : kind == KEY_CODE_YES ? 2 : 0;
}

/* What terminals send around a paste that was asked for with ESC [ ? 2004 h; no key has these. */
enum { PW_PASTE_BEGINS = KEY_MAX + 1, PW_PASTE_ENDS = KEY_MAX + 2 };
static inline void pw_paste_keys(void) {
  define_key("\033[200~", PW_PASTE_BEGINS);
  define_key("\033[201~", PW_PASTE_ENDS);
}

/* 0: no event, 1: click, 2: double click, 3: wheel up, 4: wheel down. */
static inline int pw_mouse(int *row, int *column) {
  MEVENT event;
  if (getmouse(&event) != OK) return 0;
  *row = event.y;
  *column = event.x;
  if (event.bstate & BUTTON1_DOUBLE_CLICKED) return 2;
  if (event.bstate & (BUTTON1_CLICKED | BUTTON1_PRESSED)) return 1;
  if (event.bstate & BUTTON4_PRESSED) return 3;
  if (event.bstate & BUTTON5_PRESSED) return 4;
  return 0;
}

static inline void pw_mouse_on(void) {
  mousemask(BUTTON1_CLICKED | BUTTON1_DOUBLE_CLICKED | BUTTON4_PRESSED | BUTTON5_PRESSED, NULL);
}

/* The user's locale for text, "C" for numbers; 1 where text is UTF-8. */
/* Bytes past ncurses, between two frames: they move nothing on the screen. */
static inline void pw_raw(const char *text) { fputs(text, stdout); fflush(stdout); }

static inline int pw_locale(int wants_utf8) {
  setlocale(LC_ALL, "");
  if (wants_utf8 && strcmp(nl_langinfo(CODESET), "UTF-8") != 0) setlocale(LC_CTYPE, "C.UTF-8");
  setlocale(LC_NUMERIC, "C");
  return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

/* Bytes that wait on standard input; 0 together with "readable" is its end. */
static inline int pw_waiting(void) {
  int count = 0;
  return ioctl(0, FIONREAD, &count) == 0 ? count : -1;
}

#endif
