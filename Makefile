# A memory aid: each target only calls Maven or a script.
.PHONY: build fmt test run rules pictures bench

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

# draws the pictures of docs/architecture.md anew
pictures:
	mvn -q -pl pipeline-tests -am test -Dtest=ArchitecturePageTest -Dsurefire.failIfNoSpecifiedTests=false -Dmillrace.architecture.write=true

bench:
	benchmarks/run
