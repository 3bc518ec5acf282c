// Beast's own code, compiled once for every room that uses it.
#include <boost/beast/src.hpp>
