// For targets that have nothing but precompiled headers: CMake wants a source.
