#include "bench/samples.hpp"

#include <array>
#include <vector>

namespace arena::bench {

namespace {

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = text.find('\n') + 1;
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return lines;
}

constexpr std::array<std::string_view, 10> events = {
    R"~({"type":"thinking","summary":"The limit is given in UTF-16 units, so counting bytes would cut words in half; count what the service counts."})~",
    R"~({"type":"tool_call","tool":"read_file","summary":"Look at how the parser treats an empty line","filename":"src/parser/lines.py"})~",
    R"~({"type":"code_write","filename":"src/solver/grid.py","language":"python","snippet":"def neighbours(x, y):\n    for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):\n        if 0 <= x + dx < width and 0 <= y + dy < height:\n            yield x + dx, y + dy\n","summary":"Four directions, no diagonals"})~",
    R"~({"type":"command_run","command":"python -m pytest -q tests/test_grid.py","exit_code":0,"output_summary":"17 passed in 0.42s","timestamp":"2026-03-22T10:14:09.512Z"})~",
    R"~({"type":"progress","percent":42.5,"stage":"second pass over the input","summary":"half of the cases are done"})~",
    R"~({"type":"error_hit","error_summary":"IndexError: list index out of range (grid.py, line 88)","command":"python solve.py < sample.txt","exit_code":1})~",
    R"~({"type":"self_correct","summary":"The border was counted twice; the outer ring is now left out of the second loop."})~",
    R"~({"type":"thinking","message":"A breadth-first search is enough here: all steps cost the same, and the grid has at most a million cells."})~",
    R"~({"timestamp":"2026-03-22T10:14:11Z","type":"tool_call","tool":"bash","command":"git diff --stat","output_summary":" 3 files changed, 41 insertions(+), 17 deletions(-)","id":7731,"cost":{"in":1832,"out":240}})~",
    R"~({"type":"code_write","filename":"README.md","language":"markdown","snippet":"# Grid\n\nRun `make` and then `./grid < input.txt`. It prints the *shortest* way, \"none\" when there is none.\n"})~"};

}  // namespace

std::string_view plain_sample() {
  return R"(collected 48 items
tests/test_grid.py::test_neighbours_at_the_border PASSED                 [  2%]
tests/test_grid.py::test_empty_grid_has_no_way PASSED                    [  4%]
  File "solver/grid.py", line 88, in neighbours
    if 0 <= x + dx < width and 0 <= y + dy < height:
def shortest(grid: list[list[int]], start: tuple[int, int]) -> int | None:
    """Breadth first; all steps cost the same."""
    queue = deque([(start, 0)])
    seen = {start}
    while queue:
        (x, y), steps = queue.popleft()
        if grid[y][x] == GOAL:
            return steps
        for nx, ny in neighbours(x, y):
            if (nx, ny) not in seen and grid[ny][nx] != WALL:
                seen.add((nx, ny))
                queue.append(((nx, ny), steps + 1))
    return None
2026-03-22 10:14:09,512 INFO  worker-3 finished batch 118 of 240 in 0.733 s (322 rows)
2026-03-22 10:14:09,514 DEBUG cache: 1180 hits, 41 misses, 96.6 % of requests answered
2026-03-22 10:14:10,001 WARN  retrying https://example.org/data/v2/items?page=7&size=50
The first pass reads the input once and keeps only what the second one needs.
Both loops end at the border, which is why the outer ring was counted twice before.
I will now write the search, run the samples, and compare with the expected output.
Grüße aus Köln: die Umlaute ä, ö, ü und das ß bleiben wie gewohnt – auch „Zitate“.
-rw-r--r-- 1 agent agent  4096 Mar 22 10:14 build/obj/grid.o
[ 57%] Building CXX object src/CMakeFiles/grid.dir/neighbours.cpp.o
src/grid.cpp:142:17: warning: comparison of integers of different signs: 'int' and 'size_t'
      142 |   for (int i = 0; i < cells.size(); ++i) {
+    const auto next = std::ranges::find_if(cells, [&](const cell& c) { return !c.seen; });
-    cell* next = nullptr;
@@ -88,7 +88,9 @@ void grid::fill(point from, colour with) {
commit 3f9c1e2 (HEAD -> main) Count the border once
| case |  n  | seconds | memory |
|    1 | 100 |   0.004 | 1.2 MB |

)";
}

std::string plain_lines(std::size_t bytes) {
  const auto lines = lines_of(plain_sample());
  std::string text;
  text.reserve(bytes + 200);
  for (std::size_t i = 0; text.size() < bytes; ++i) {
    text += lines[(i * 7 + i / 5) % lines.size()];
  }
  return text;
}

std::string short_event_lines(std::size_t bytes) {
  std::string text;
  text.reserve(bytes + 500);
  for (std::size_t i = 0; text.size() < bytes; ++i) {
    text += events[(i * 3 + i / 7) % events.size()];
    text += '\n';
  }
  return text;
}

std::string long_event_lines(std::size_t bytes) {
  std::string function;
  for (const char c : plain_sample().substr(0, 1200)) {
    function += c == '\n' ? "\\n" : c == '"' ? "\\\"" : std::string(1, c);
  }
  const auto head = [&](std::size_t length) { return function.substr(0, function.rfind(' ', length)); };
  const std::array<std::string, 5> longer = {
      R"({"type":"code_write","filename":"src/solver/grid.py","language":"python","snippet":")" + head(1200) +
          "\"}",
      R"({"type":"thinking","summary":")" + head(450) + "\"}",
      R"({"type":"command_run","command":"python -m pytest -q","exit_code":0,"output_summary":")" +
          head(480) + "\"}",
      R"({"type":"code_write","filename":"tests/test_grid.py","snippet":")" + head(1100) + "\"}",
      R"({"type":"tool_call","tool":"read_file","filename":"src/solver/grid.py","output_summary":")" +
          head(400) + "\"}"};
  std::string text;
  text.reserve(bytes + 2000);
  for (std::size_t i = 0; text.size() < bytes; ++i) {
    text += i % 8 == 7 ? std::string(events[i % events.size()]) : longer[(i * 3 + i / 7) % longer.size()];
    text += '\n';
  }
  return text;
}

}  // namespace arena::bench
