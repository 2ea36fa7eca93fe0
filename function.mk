# SAM's makefile build method. `sam build` calls build-<LogicalId> in a function's folder of the
# source tree (see samconfig.toml); Maven builds the module and what it needs, SAM takes the result.
build-%:
	mvn -B -ntp -q -f ../pom.xml -pl $(notdir $(CURDIR)) -am package -DskipTests
	cp -r target/function/. "$(ARTIFACTS_DIR)"
