// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"maps"
	"strings"
	"testing"
)

const loader = `var ___cxa_throw=(ptr)=>{};function initRuntime(){runtimeInitialized=true;TTY.init();wasmExports["v"]();FS.ready=false}` +
	`function assignWasmExports(wasmExports){_Highs_run=Module["_Highs_run"]=wasmExports["N"];_malloc=Module["_malloc"]=wasmExports["uc"];` +
	`__emscripten_stack_alloc=wasmExports["xc"];memory=wasmMemory=wasmExports["u"];__indirect_function_table=wasmTable=wasmExports["sc"]}` +
	`var wasmImports={a:___cxa_throw,$:_fd_write};`

func TestNamesOf(t *testing.T) {
	got, err := namesOf([]byte(loader))
	if err != nil {
		t.Fatal(err)
	}
	imports := map[string]string{"__cxa_throw": "a", "fd_write": "$"}
	exports := map[string]string{"Highs_run": "N", "malloc": "uc", "_emscripten_stack_alloc": "xc", "memory": "u", "table": "sc", "start": "v"}
	if !maps.Equal(got.Imports, imports) || !maps.Equal(got.Exports, exports) {
		t.Errorf("got %v", got)
	}
}

// A loader in another form is refused when the assets are made, not when a plan is.
func TestNamesOfRefuses(t *testing.T) {
	for _, part := range []string{"wasmImports={", "memory=", "__indirect_function_table=", "initRuntime", "_Highs_run=", "_malloc="} {
		if _, err := namesOf([]byte(strings.Replace(loader, part, "other", 1))); err == nil {
			t.Errorf("without %s it goes on", part)
		}
	}
}
