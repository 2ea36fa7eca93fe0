# A memory aid: each target only calls Maven or a script.
.PHONY: build fmt test run rules bench

build:
	mvn package -DskipTests

fmt:
	mvn -P benchmarks,clients,browser spotless:apply

test:
	mvn verify

run:
	./millrace run

# makes docs/event-source-mappings.md anew
rules:
	mvn -q -pl local -am test -Dtest=RulesTableTest -Dsurefire.failIfNoSpecifiedTests=false -Dmillrace.rules.write=true

bench:
	benchmarks/run
