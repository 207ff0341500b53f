import { testSeeds } from "./seeds.fixture.ts";

testSeeds(2, 4);
